import DER
import Laboratory
import NumberResources
import RPKIObjects
import Testing

@Suite struct FaultTests {
    private static var single: LaboratoryConfiguration {
        var configuration = LaboratoryConfiguration.small
        configuration.trustAnchors = ["lab-one"]
        return configuration
    }

    @Test func `everything that is published keeps to the profile`() throws {
        let test = try TestLaboratory()
        for name in ["lab-one", "lab-two"] {
            let walk = try test.walk(name)
            #expect(walk.rejections == [:])
            #expect(walk.warnings == [])
            #expect(walk.origins == test.laboratory.routeOrigins[name])
        }
    }

    static let roaFaults: [(LaboratoryFault, RejectionReason)] = [
        (.expiredEE, .certificateExpired),
        (.notYetValidEE, .certificateNotYetValid),
        (.revokedEE, .certificateRevoked),
        (.overclaimingROA, .certificateResourcesOverclaim),
        (.badSignature, .signedObjectSignatureInvalid),
        (.badCertificateSignature, .certificateSignatureInvalid),
        (.garbageObject, .signedObjectSyntax),
        (.truncatedObject, .signedObjectSyntax),
        (.trailingOctets, .signedObjectSyntax),
        (.wrongCMSVersion, .signedObjectVersion),
        (.wrongROAVersion, .roaVersion),
        (.wrongContentType, .signedObjectContentType),
        (.missingContent, .signedObjectContent),
        (.missingSigningTime, .signedObjectSigningTimeMissing),
        (.duplicateSigningTime, .signedObjectSignedAttributes),
        (.wrongMessageDigest, .signedObjectDigestMismatch),
        (.wrongDigestAlgorithm, .signedObjectDigestAlgorithm),
        (.wrongSigner, .signedObjectSignerIdentifier),
        (.additionalCertificate, .signedObjectCertificates),
        (.asNumberOutOfRange, .roaASN),
        (.maxLengthTooLong, .roaMaxLength),
        (.maxLengthTooShort, .roaMaxLength),
        (.wrongAddressFamily, .roaAddressFamily),
        (.repeatedAddressFamily, .roaAddressFamily),
        (.emptyROA, .roaAddressFamily),
        (.prefixOutsideEE, .roaResources),
        (.inheritingROA, .roaResources),
        (.roaWithASResources, .roaASResources),
        (.unsortedResources, .certificateIPResourcesNotCanonical),
        (.adjacentResources, .certificateIPResourcesNotCanonical),
        (.wrongCertificateVersion, .certificateVersion),
        (.wrongKeySize, .certificatePublicKey),
        (.duplicateExtension, .certificateExtensionDuplicate),
        (.unknownCriticalExtension, .certificateExtensionUnknownCritical),
        (.extendedKeyUsageInEE, .certificateExtendedKeyUsage),
        (.eeIsAuthority, .certificateBasicConstraints),
        (.wrongKeyUsage, .certificateKeyUsage),
        (.missingAKI, .certificateAuthorityKeyIdentifier),
        (.wrongAKI, .certificateAuthorityKeyMismatch),
        (.wrongSKI, .certificateSubjectKeyIdentifier),
        (.missingSIA, .certificateSubjectInformationAccess),
        (.misplacedObject, .objectLocationMismatch),
        (.missingCRLDP, .certificateCRLDistributionPoints),
        (.wrongCRLDP, .certificateCRLMismatch),
        (.missingAIA, .certificateAuthorityInformationAccess),
        (.missingPolicies, .certificatePolicies),
        (.uncriticalPolicies, .certificatePolicies),
        (.wrongIssuerName, .certificateIssuerMismatch),
    ]

    @Test func `a fault of a ROA is that fault and no other`() throws {
        #expect(Set(Self.roaFaults.map(\.0)) == Set(LaboratoryFault.allCases.filter { $0.scope == .roa }))
        let test = try TestLaboratory(Self.single)
        let all = try test.walk("lab-one").origins
        for (fault, reason) in Self.roaFaults {
            let report = try test.laboratory.fault(fault)
            _ = try test.laboratory.publish()
            let walk = try test.walk("lab-one")
            let path = try #require(report.uri?.split(separator: "/").suffix(2).joined(separator: "/"))
            #expect(walk.rejections == [path: reason], "\(fault)")
            #expect(walk.origins == all.subtracting(report.origins), "\(fault)")
            try test.laboratory.repair()
            _ = try test.laboratory.publish()
        }
        let repaired = try test.walk("lab-one")
        #expect(repaired.rejections == [:])
        #expect(repaired.origins == all)
    }

    static let pointFaults: [(LaboratoryFault, RejectionReason?)] = [
        (.hashMismatch, .objectHashMismatch),
        (.missingFile, .objectMissing),
        (.staleManifest, .manifestStale),
        (.prematureManifest, .manifestNotYetValid),
        (.manifestNumberRegression, nil),
        (.manifestTimeRegression, nil),
        (.badManifestSignature, .signedObjectSignatureInvalid),
        (.garbageManifest, .signedObjectSyntax),
        (.missingManifest, .manifestMissing),
        (.revokedManifest, .certificateRevoked),
        (.duplicateManifestEntry, .manifestFileDuplicate),
        (.escapingManifestEntry, .manifestFileName),
        (.staleCRL, .crlStale),
        (.missingCRL, .crlMissing),
        (.unlistedCRL, .crlMissing),
        (.twoCRLs, .crlNotSingle),
        (.badCRLSignature, .crlSignatureInvalid),
        (.crlWithoutNumber, .crlNumber),
    ]

    @Test func `a fault of a publication point takes that point, until it is published again`() throws {
        #expect(
            Set(Self.pointFaults.map(\.0)) == Set(LaboratoryFault.allCases.filter { $0.scope == .publicationPoint })
        )
        let test = try TestLaboratory(Self.single)
        let all = try test.walk("lab-one").origins
        for (fault, reason) in Self.pointFaults {
            let before = try test.manifest("lab-one", "ca-2")
            let report = try test.laboratory.fault(fault, authority: "lab-one-ca-2")
            _ = try test.laboratory.publish()
            let walk = try test.walk("lab-one")
            if let reason {
                #expect(walk.rejections == ["ca-2/ca-2.mft": reason], "\(fault)")
                #expect(walk.origins == all.subtracting(report.origins), "\(fault)")
            } else {
                // Only those who know the manifest before can tell.
                #expect(walk.rejections == [:])
                let after = try test.manifest("lab-one", "ca-2")
                #expect((after.number < before.number) == (fault == .manifestNumberRegression))
                #expect((after.thisUpdate < before.thisUpdate) == (fault == .manifestTimeRegression))
            }
            try test.laboratory.repair()
            _ = try test.laboratory.publish()
            #expect(try test.walk("lab-one").rejections == [:], "after \(fault)")
        }
    }

    static let certificateFaults: [(LaboratoryFault, RejectionReason)] = [
        (.expiredCA, .certificateExpired),
        (.notYetValidCA, .certificateNotYetValid),
        (.revokedCA, .certificateRevoked),
        (.overclaimingCA, .certificateResourcesOverclaim),
        (.badCASignature, .certificateSignatureInvalid),
        (.pathLengthConstraint, .certificateBasicConstraints),
        (.caWithoutManifestURI, .certificateSubjectInformationAccess),
    ]

    @Test func `a fault of an authority's certificate takes all below it`() throws {
        #expect(
            Set(Self.certificateFaults.map(\.0))
                == Set(LaboratoryFault.allCases.filter { $0.scope == .authorityCertificate })
        )
        let test = try TestLaboratory(Self.single)
        let all = try test.walk("lab-one").origins
        for (fault, reason) in Self.certificateFaults {
            let report = try test.laboratory.fault(fault, authority: "lab-one-ca-1")
            _ = try test.laboratory.publish()
            let walk = try test.walk("lab-one")
            #expect(walk.rejections == ["ta/ca-1.cer": reason], "\(fault)")
            #expect(walk.origins == all.subtracting(report.origins), "\(fault)")
            try test.laboratory.repair()
            _ = try test.laboratory.publish()
            #expect(try test.walk("lab-one").rejections == [:], "after \(fault)")
        }
    }

    @Test func `a fault that has nothing to act on is refused`() throws {
        let test = try TestLaboratory(Self.single)
        #expect(throws: LaboratoryError.nothingToSpoil(fault: .deltaGap)) { try test.laboratory.fault(.deltaGap) }
        #expect(throws: LaboratoryError.nothingToSpoil(fault: .expiredCA)) {
            try test.laboratory.fault(.expiredCA, authority: "lab-one")
        }
        #expect(throws: LaboratoryError.nothingToSpoil(fault: .expiredEE)) {
            try test.laboratory.fault(.expiredEE, authority: "lab-one")
        }
        let absent = try RouteOrigin.example("10.0.200.0/24-24-AS64500")
        #expect(throws: LaboratoryError.notIssued(absent)) { try test.laboratory.fault(.expiredEE, origin: absent) }
    }
}

extension TestLaboratory {
    func manifest(_ repository: String, _ point: String) throws -> Manifest {
        let bytes = try #require(try published(repository)["\(point)/\(point).mft"])
        return try SignedObject(decoding: bytes).payload(Manifest.self, profile: .strict).payload
    }
}
