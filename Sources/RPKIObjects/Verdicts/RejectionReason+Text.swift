/// What each code means, for people: the manual page `apus-reasons.7` is this table.
extension RejectionReason {
    /// The rule: `RFC 6487 section 4.8.1`.
    package var clause: String { entry.clause }

    /// One line that says what is wrong.
    package var text: String { entry.text }

    private var entry: (clause: String, text: String) {
        switch self {
        case .talSyntax:
            ("RFC 8630 section 2.2", "the trust anchor locator is not readable text")
        case .talURI:
            ("RFC 8630 section 2.2", "the trust anchor locator has no URI, or one that is neither https nor rsync")
        case .talKey:
            (
                "RFC 8630 section 2.2",
                "the trust anchor locator's key is missing, not base64, or no RSA key of 2048 bits"
            )
        case .trustAnchorKeyMismatch:
            ("RFC 8630 section 2.4", "the trust anchor's certificate has another key than its locator")
        case .trustAnchorNotSelfIssued:
            ("RFC 8630 section 2.3", "the trust anchor's certificate is issued by another name than its own")
        case .certificateSyntax:
            ("RFC 5280 section 4.1", "not a DER encoded certificate")
        case .certificateVersion:
            ("RFC 6487 section 4.1", "the certificate's version is not 3")
        case .certificateSerialNumber:
            ("RFC 6487 section 4.2", "the serial number is zero, negative or longer than 20 octets")
        case .certificateSignatureAlgorithm:
            ("RFC 7935 section 2", "the signature algorithm is not SHA-256 with RSA")
        case .certificateSignatureAlgorithmMismatch:
            ("RFC 5280 section 4.1.1.2", "the signature algorithms inside and outside the signed part differ")
        case .certificateIssuerName:
            ("RFC 6487 section 4.4", "the issuer is not one CommonName with perhaps one serialNumber")
        case .certificateSubjectName:
            ("RFC 6487 section 4.5", "the subject is not one CommonName with perhaps one serialNumber")
        case .nameNotPrintableString:
            ("RFC 6487 section 4.4", "a name is not encoded as PrintableString")
        case .certificateTimeEncoding:
            (
                "RFC 5280 section 4.1.2.5",
                "a validity time is malformed, or not UTCTime through 2049 and GeneralizedTime after"
            )
        case .certificateValidityPeriod:
            ("RFC 6487 section 4.6", "the certificate ends before it starts")
        case .certificatePublicKey:
            ("RFC 7935 section 3", "the key is not RSA of 2048 bits with exponent 65537 (P-256 for a BGPsec router)")
        case .certificateUniqueIdentifier:
            ("RFC 6487 section 4", "the certificate has an issuer or subject unique identifier")
        case .certificateExtensionSyntax:
            ("RFC 5280 section 4.1.2.9", "the extensions are missing or malformed")
        case .certificateExtensionDuplicate:
            ("RFC 5280 section 4.2", "an extension occurs twice")
        case .certificateExtensionUnknownCritical:
            ("RFC 5280 section 4.2", "an unknown extension is marked critical")
        case .certificateExtensionNotAllowed:
            ("RFC 6487 section 8", "an extension that the profile does not name")
        case .certificateBasicConstraints:
            (
                "RFC 6487 section 4.8.1",
                "basic constraints are missing, misplaced, not critical, not cA, or limit the path"
            )
        case .certificateSubjectKeyIdentifier:
            ("RFC 6487 section 4.8.2", "the subject key identifier is missing, critical, or not the SHA-1 of the key")
        case .certificateAuthorityKeyIdentifier:
            ("RFC 6487 section 4.8.3", "the authority key identifier is missing, critical, malformed or impossible")
        case .certificateKeyUsage:
            (
                "RFC 6487 section 4.8.4",
                "the key usage is missing, not critical, or not what this kind of certificate has"
            )
        case .certificateExtendedKeyUsage:
            ("RFC 6487 section 4.8.5", "an extended key usage where none is allowed, or not that of a BGPsec router")
        case .certificateCRLDistributionPoints:
            ("RFC 6487 section 4.8.6", "the CRL distribution point is missing, misplaced, or not one rsync URI")
        case .certificateAuthorityInformationAccess:
            ("RFC 6487 section 4.8.7", "the authority information access is missing, misplaced, or without rsync URI")
        case .certificateSubjectInformationAccess:
            ("RFC 6487 section 4.8.8", "the subject information access is missing, misplaced, or lacks a URI")
        case .eeNotifyURI:
            ("RFC 6487 section 4.8.8.2", "an EE certificate names an RRDP notification")
        case .certificatePolicies:
            ("RFC 6487 section 4.8.9", "the certificate policy is missing, not critical, or not that of the RPKI alone")
        case .certificateIPResources:
            ("RFC 6487 section 4.8.10", "the IP addresses are malformed or not critical")
        case .certificateIPResourcesNotCanonical:
            (
                "RFC 3779 section 2.2.3",
                "the IP addresses are out of order, overlapping, adjacent, or not in their shortest form"
            )
        case .certificateASResources:
            ("RFC 6487 section 4.8.11", "the AS numbers are malformed or not critical")
        case .certificateASResourcesNotCanonical:
            ("RFC 3779 section 3.2.3", "the AS numbers are out of order, overlapping, adjacent, or a range of one")
        case .certificateNoResources:
            ("RFC 6487 section 4.8", "the certificate holds neither IP addresses nor AS numbers")
        case .certificateResourcesNotAllowed:
            ("RFC 8209 section 3.1.3", "a BGPsec router's certificate holds IP addresses")
        case .certificateResourcesInherited:
            ("RFC 6487 section 4.8.10", "number resources are inherited where they must be listed")
        case .certificateExpired:
            ("RFC 6487 section 7.2", "the certificate's validity has ended")
        case .certificateNotYetValid:
            ("RFC 6487 section 7.2", "the certificate's validity has not started")
        case .certificateIssuerMismatch:
            ("RFC 6487 section 7.2", "the issuer name is not the issuer's subject name")
        case .certificateAuthorityKeyMismatch:
            ("RFC 6487 section 7.2", "the authority key identifier is not the issuer's key")
        case .certificateCRLMismatch:
            ("RFC 9286 section 6.4", "the certificate names another CRL than the one on its issuer's manifest")
        case .certificateSignatureInvalid:
            ("RFC 6487 section 7.2", "the issuer's key did not sign the certificate")
        case .certificateRevoked:
            ("RFC 6487 section 7.2", "the issuer's CRL lists the certificate")
        case .certificateResourcesOverclaim:
            ("RFC 6487 section 7.2", "the certificate holds number resources that its issuer does not hold")
        case .certificateResourcesTrimmed:
            ("RFC 8360 section 4.2.4.4", "number resources that the issuer does not hold are left out of account")
        case .certificateResourceIdentifiers:
            ("RFC 8360 section 4.2.4.4", "the number resources stand under identifiers of the other policy")
        case .certificateLoop:
            ("RFC 6487 section 7.2", "the key occurs twice in one chain of certificates")
        case .certificateDepth:
            ("RFC 6487 section 7.2", "the chain of certificates is longer than the limit")
        case .crlSyntax:
            ("RFC 5280 section 5.1", "not a DER encoded CRL")
        case .crlVersion:
            ("RFC 6487 section 5", "the CRL's version is not 2")
        case .crlSignatureAlgorithm:
            ("RFC 7935 section 2", "the CRL's signature algorithm is not SHA-256 with RSA")
        case .crlSignatureAlgorithmMismatch:
            ("RFC 5280 section 5.1.1.2", "the signature algorithms inside and outside the signed part differ")
        case .crlIssuerName:
            ("RFC 6487 section 5", "the CRL's issuer is not one CommonName with perhaps one serialNumber")
        case .crlTimeEncoding:
            (
                "RFC 5280 section 5.1.2.4",
                "a time is missing, malformed, or not UTCTime through 2049 and GeneralizedTime after"
            )
        case .crlUpdateTimes:
            ("RFC 5280 section 5.1.2.5", "nextUpdate is before thisUpdate")
        case .crlEmptyRevocationList:
            ("RFC 5280 section 5.1.2.6", "the list of revoked certificates is there, but empty")
        case .crlEntrySerialNumber:
            ("RFC 5280 section 5.1.2.6", "a revoked serial number is zero, negative or longer than 20 octets")
        case .crlEntryExtension:
            ("RFC 6487 section 5", "a revoked certificate has an entry extension")
        case .crlExtensionDuplicate:
            ("RFC 5280 section 4.2", "an extension occurs twice")
        case .crlExtensionNotAllowed:
            ("RFC 6487 section 5", "an extension other than authority key identifier and CRL number")
        case .crlAuthorityKeyIdentifier:
            ("RFC 6487 section 5", "the authority key identifier is missing, critical or malformed")
        case .crlNumber:
            ("RFC 9829 section 3", "the CRL number is missing, critical, negative or longer than 20 octets")
        case .crlNotYetValid:
            ("RFC 5280 section 5.1.2.4", "the CRL is from the future")
        case .crlStale:
            ("RFC 5280 section 5.1.2.5", "the CRL's nextUpdate has passed")
        case .crlIssuerMismatch:
            ("RFC 6487 section 5", "the CRL's issuer name or authority key is not the issuer's")
        case .crlSignatureInvalid:
            ("RFC 6487 section 7.2", "the issuer's key did not sign the CRL")
        case .signedObjectSyntax:
            ("RFC 6488 section 2", "not DER encoded CMS SignedData")
        case .signedObjectNotDER:
            ("RFC 6488 section 2", "the CMS structure has indefinite lengths, which DER does not allow")
        case .signedObjectVersion:
            ("RFC 6488 section 2.1.1", "the version of SignedData is not 3")
        case .signedObjectDigestAlgorithm:
            ("RFC 6488 section 2.1.2", "not one digest algorithm, SHA-256")
        case .signedObjectContent:
            ("RFC 6488 section 2.1.3", "the content is missing, empty or malformed")
        case .signedObjectContentType:
            ("RFC 6488 section 2.1.6.4.1", "the content type is missing, contradictory, or not the one expected")
        case .signedObjectCertificates:
            ("RFC 6488 section 2.1.4", "not exactly one certificate")
        case .signedObjectCRLs:
            ("RFC 6488 section 2.1.5", "a CRL is enclosed")
        case .signedObjectSignerInfos:
            ("RFC 6488 section 2.1", "not exactly one SignerInfo, or a malformed one")
        case .signedObjectSignerVersion:
            ("RFC 6488 section 2.1.6.1", "the version of SignerInfo is not 3")
        case .signedObjectSignerIdentifier:
            ("RFC 6488 section 2.1.6.2", "the signer is not named by the EE certificate's subject key identifier")
        case .signedObjectSignedAttributes:
            (
                "RFC 6488 section 2.1.6.4",
                "the signed attributes are missing, malformed, out of order, repeated or not allowed"
            )
        case .signedObjectMessageDigest:
            ("RFC 6488 section 2.1.6.4.2", "the message digest is missing or malformed")
        case .signedObjectSigningTime:
            (
                "RFC 9589 section 4",
                "the signing time is malformed, or not UTCTime through 2049 and GeneralizedTime after"
            )
        case .signedObjectSigningTimeMissing:
            ("RFC 9589 section 4", "the signing time is missing")
        case .signedObjectBinarySigningTime:
            ("RFC 9589 section 4", "the binary signing time is present")
        case .signedObjectSignatureAlgorithm:
            ("RFC 7935 section 2", "the signature algorithm is not RSA with SHA-256")
        case .signedObjectUnsignedAttributes:
            ("RFC 6488 section 2.1.6.7", "unsigned attributes are present")
        case .signedObjectDigestMismatch:
            ("RFC 6488 section 3", "the content is not what was signed")
        case .signedObjectSignatureInvalid:
            ("RFC 6488 section 3", "the EE certificate's key did not sign the object")
        case .manifestSyntax:
            ("RFC 9286 section 4.2", "the content is not a DER encoded manifest")
        case .manifestVersion:
            ("RFC 9286 section 4.2.1", "a version is encoded, although 0 is the default and the only one")
        case .manifestNumber:
            ("RFC 9286 section 4.2.1", "the manifest number is missing, negative or longer than 20 octets")
        case .manifestTimes:
            ("RFC 9286 section 4.2.1", "thisUpdate or nextUpdate is no GeneralizedTime, or nextUpdate is not later")
        case .manifestHashAlgorithm:
            ("RFC 9286 section 4.2.1", "the hash algorithm is not SHA-256")
        case .manifestFileName:
            ("RFC 9286 section 4.2.2", "a file name has other characters than are allowed")
        case .manifestFileExtension:
            ("RFC 9286 section 4.2.2", "a file name has an extension that is not registered")
        case .manifestFileDuplicate:
            ("RFC 9286 section 4.2.2", "a file name occurs twice")
        case .manifestFileHash:
            ("RFC 9286 section 4.2.1", "a hash is not a BIT STRING of 256 bits")
        case .manifestTooManyFiles:
            ("RFC 9286 section 4.2.1", "more files than the limit")
        case .manifestResources:
            ("RFC 9286 section 5.1", "the manifest's EE certificate lists resources instead of inheriting them")
        case .manifestValidityMismatch:
            ("RFC 9286 section 5.1", "the manifest's EE certificate is not valid exactly from thisUpdate to nextUpdate")
        case .manifestNotYetValid:
            ("RFC 9286 section 6.3", "the manifest is from the future")
        case .manifestStale:
            ("RFC 9286 section 6.3", "the manifest's nextUpdate has passed")
        case .roaSyntax:
            ("RFC 9582 section 4", "the content is not a DER encoded ROA")
        case .roaVersion:
            ("RFC 9582 section 4.1", "a version is encoded, although 0 is the default and the only one")
        case .roaASN:
            ("RFC 9582 section 4.2", "the AS number is not within 0 to 4294967295")
        case .roaAddressFamily:
            ("RFC 9582 section 4.3.1", "an address family is unknown, malformed or repeated")
        case .roaPrefix:
            ("RFC 9582 section 4.3.2.1", "a prefix is malformed or longer than its family allows")
        case .roaMaxLength:
            ("RFC 9582 section 4.3.2.2", "a maxLength is shorter than its prefix or longer than its family allows")
        case .roaNotCanonical:
            ("RFC 9582 section 4.3.3", "prefixes are repeated or out of order")
        case .roaResources:
            ("RFC 9582 section 5", "the EE certificate does not list all prefixes of the ROA")
        case .roaASResources:
            ("RFC 9582 section 5", "the ROA's EE certificate holds AS numbers")
        case .aspaSyntax:
            ("draft-ietf-sidrops-aspa-profile-29 section 3", "the content is not a DER encoded ASPA")
        case .aspaVersion:
            ("draft-ietf-sidrops-aspa-profile-29 section 3.1", "the version is not 1, or not encoded as such")
        case .aspaCustomer:
            ("draft-ietf-sidrops-aspa-profile-29 section 3.2", "the customer is not within AS1 to AS4294967295")
        case .aspaProviders:
            (
                "draft-ietf-sidrops-aspa-profile-29 section 3.3",
                "there is no provider, or one that is not within AS0 to AS4294967295"
            )
        case .aspaProvidersOrder:
            ("draft-ietf-sidrops-aspa-profile-29 section 3.3", "the providers are repeated or not in ascending order")
        case .aspaCustomerAsProvider:
            ("draft-ietf-sidrops-aspa-profile-29 section 3.3", "the customer is among its own providers")
        case .aspaAS0Provider:
            ("draft-ietf-sidrops-aspa-profile-29 section 3.3", "AS0 is not the only provider")
        case .aspaResources:
            (
                "draft-ietf-sidrops-aspa-profile-29 section 4",
                "the EE certificate's AS numbers are not the customer alone"
            )
        case .aspaIPResources:
            ("draft-ietf-sidrops-aspa-profile-29 section 4", "the ASPA's EE certificate holds IP addresses")
        case .takSyntax:
            ("RFC 9691 section 3.2", "the content is not a DER encoded TAK")
        case .takVersion:
            ("RFC 9691 section 3.2.2", "a version is encoded, although 0 is the default and the only one")
        case .takComments:
            ("RFC 9691 section 3.2.1", "a comment is no UTF8String, or the comments are longer than the limit")
        case .takURI:
            ("RFC 9691 section 3.2.1", "a key has no URI, or one that is neither https nor rsync")
        case .takKey:
            ("RFC 9691 section 3.2.1", "a key is malformed, or not RSA of 2048 bits with exponent 65537")
        case .takCurrentKey:
            ("RFC 9691 section 3.3", "the current key is not the one that issued the EE certificate")
        case .takResources:
            ("RFC 9691 section 3.3", "the TAK's EE certificate lists resources instead of inheriting them")
        case .rscSyntax:
            ("RFC 9323 section 4", "the content is not a DER encoded checklist")
        case .rscVersion:
            ("RFC 9323 section 4.1", "a version is encoded, although 0 is the default and the only one")
        case .rscResources:
            ("RFC 9323 section 4.2", "the resources are missing, malformed, inherited or not canonical")
        case .rscDigestAlgorithm:
            ("RFC 9323 section 4.3", "the digest algorithm is not SHA-256")
        case .rscFileName:
            ("RFC 9323 section 4.4.1", "a file name has other characters than are allowed")
        case .rscEntryDuplicate:
            ("RFC 9323 section 4.4.1", "a file name occurs twice, or a hash without file name")
        case .rscHash:
            ("RFC 9323 section 4.4.1", "a hash is not an OCTET STRING of 32 octets")
        case .rscTooManyEntries:
            ("RFC 9323 section 4.4", "more files than the limit")
        case .rscCertificateResources:
            ("RFC 9323 section 5", "the EE certificate does not list all resources of the checklist")
        case .splSyntax:
            ("draft-ietf-sidrops-rpki-prefixlist-05 section 3", "the content is not a DER encoded prefix list")
        case .splVersion:
            (
                "draft-ietf-sidrops-rpki-prefixlist-05 section 3.1",
                "a version is encoded, although 0 is the default and the only one"
            )
        case .splASN:
            ("draft-ietf-sidrops-rpki-prefixlist-05 section 3", "the AS number is not within 1 to 4294967295")
        case .splAddressFamily:
            (
                "draft-ietf-sidrops-rpki-prefixlist-05 section 3.3.1",
                "an address family is unknown, malformed or repeated"
            )
        case .splPrefix:
            (
                "draft-ietf-sidrops-rpki-prefixlist-05 section 3.3.1",
                "a prefix is malformed or longer than its family allows"
            )
        case .splNotCanonical:
            ("draft-ietf-sidrops-rpki-prefixlist-05 section 3.3.2", "prefixes are repeated or out of order")
        case .splTooManyPrefixes:
            ("draft-ietf-sidrops-rpki-prefixlist-05 section 3.3", "more prefixes than the limit")
        case .splResources:
            ("draft-ietf-sidrops-rpki-prefixlist-05 section 4", "the EE certificate does not list the AS number")
        case .splIPResources:
            ("draft-ietf-sidrops-rpki-prefixlist-05 section 4", "the prefix list's EE certificate holds IP addresses")
        case .gbrSyntax:
            ("RFC 6350 section 3.3", "the content is not the UTF-8 text of one vCard in lines that end in CR and LF")
        case .gbrVersion:
            ("RFC 6493 section 4", "the second line is not VERSION:4.0")
        case .gbrProperty:
            ("RFC 6493 section 4", "a property other than FN, ORG, ADR, TEL and EMAIL")
        case .gbrNameMissing:
            ("RFC 6493 section 4", "there is no FN property")
        case .gbrContactMissing:
            ("RFC 6493 section 4", "there is neither an ADR nor a TEL nor an EMAIL property")
        case .gbrTooLarge:
            ("RFC 6493 section 4", "more octets or properties than the limit")
        case .gbrResources:
            ("RFC 6493 section 6", "the record's EE certificate lists resources instead of inheriting them")
        case .ccrSyntax:
            ("draft-ietf-sidrops-rpki-ccr-11 section 4", "not a DER encoded canonical cache representation")
        case .ccrTooLarge:
            ("draft-ietf-sidrops-rpki-ccr-11 section 7", "larger, or with more elements, than is read")
        case .ccrContentType:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 3",
                "the content type is not that of a canonical cache representation"
            )
        case .ccrVersion:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.1",
                "a version is encoded, although 0 is the default and the only one"
            )
        case .ccrHashAlgorithm:
            ("draft-ietf-sidrops-rpki-ccr-11 section 4.2", "the hash algorithm is not SHA-256 without parameters")
        case .ccrProducedAt:
            ("draft-ietf-sidrops-rpki-ccr-11 section 4.3", "the time of production is missing or malformed")
        case .ccrNoState:
            ("draft-ietf-sidrops-rpki-ccr-11 section 4.4", "there is no state of any kind")
        case .ccrHashMismatch:
            ("draft-ietf-sidrops-rpki-ccr-11 section 6.1", "a state does not have the digest that stands beside it")
        case .ccrManifestInstance:
            ("draft-ietf-sidrops-rpki-ccr-11 section 4.4.1.1", "the entry of a manifest is malformed")
        case .ccrManifestSize:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.1.1",
                "the size of a manifest is below 1000 octets or beyond measure"
            )
        case .ccrManifestNumber:
            ("draft-ietf-sidrops-rpki-ccr-11 section 7", "a manifest number is negative or longer than 20 octets")
        case .ccrManifestLocation:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.1.1",
                "the locations of a manifest are malformed or do not say where it is"
            )
        case .ccrManifestOrder:
            ("draft-ietf-sidrops-rpki-ccr-11 section 4.4.1.1", "manifests are repeated or out of order")
        case .ccrSubordinates:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.1.1",
                "a manifest's subordinate keys are none, malformed, repeated or out of order"
            )
        case .ccrMostRecentUpdate:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.1.2",
                "the most recent update is not that of the newest manifest, or later than the time of production"
            )
        case .ccrROAPayload:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.2",
                "a set of ROA payloads is empty, malformed or out of bounds"
            )
        case .ccrROAPayloadOrder:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.2",
                "ROA payloads are repeated, out of order, or with a superfluous maxLength"
            )
        case .ccrASPAPayload:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.3",
                "a set of ASPA payloads is empty, malformed, or has AS 0 among other providers"
            )
        case .ccrASPAPayloadOrder:
            ("draft-ietf-sidrops-rpki-ccr-11 section 4.4.3", "ASPA customers or providers are repeated or out of order")
        case .ccrTrustAnchors:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.4",
                "the trust anchors' keys are none, malformed, repeated or out of order"
            )
        case .ccrRouterKey:
            (
                "draft-ietf-sidrops-rpki-ccr-11 section 4.4.5",
                "a set of router keys is empty or malformed, or an identifier is not that of its key"
            )
        case .ccrRouterKeyOrder:
            ("draft-ietf-sidrops-rpki-ccr-11 section 4.4.5", "router keys are repeated or out of order")
        case .manifestMissing:
            ("RFC 9286 section 6.2", "the publication point has no manifest")
        case .manifestNumberRegression:
            ("RFC 9286 section 6.2", "the manifest number is not greater than that of the manifest before")
        case .manifestTimeRegression:
            ("RFC 9286 section 6.2", "thisUpdate is not later than that of the manifest before")
        case .manifestReplaced:
            ("RFC 9286 section 6.2", "another manifest with the number and time of the one before")
        case .crlMissing:
            ("RFC 9286 section 6.2", "the manifest lists no CRL, or not the one its EE certificate names")
        case .crlNotSingle:
            ("RFC 9286 section 6.2", "the manifest lists more than one CRL")
        case .objectMissing:
            ("RFC 9286 section 6.4", "a file that the manifest lists is missing")
        case .objectHashMismatch:
            ("RFC 9286 section 6.5", "a file has another hash than the manifest lists")
        case .objectTypeUnknown:
            ("RFC 9286 section 4.2.2", "a file of a type that is not known")
        case .objectLocationMismatch:
            ("RFC 6487 section 4.8.8.2", "the object is not where its EE certificate says")
        case .repositoryPending:
            ("RFC 9286 section 6.2", "the repository has not answered yet")
        case .repositoryUnavailable:
            ("RFC 9286 section 6.2", "nothing could be had from the repository")
        case .authorityLimit:
            ("RFC 6487 section 7.2", "the trust anchor has more authorities than are walked")
        case .trustAnchorConstraint:
            (
                "draft-ietf-sidrops-constraining-rpki-trust-anchors section 3",
                "the constraints file of the trust anchor keeps it from speaking about these resources"
            )
        case .takIssuer:
            ("RFC 9691 section 3.3", "keys are announced by another authority than the trust anchor itself")
        case .takNotSingle:
            ("RFC 9691 section 3.3", "the manifest lists another TAK, so that none of them counts")
        case .routerTooManyASNs:
            ("RFC 8209 section 3.1.3.5", "a router's certificate lists more AS numbers than are read")
        }
    }
}
