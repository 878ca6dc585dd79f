/// What each code means, for people: with the clauses, the manual page `apus-reasons.7` is this table.
extension RejectionReason {
    /// One line that says what is wrong.
    package var text: String {
        switch self {
        case .talSyntax:
            "the trust anchor locator is not readable text"
        case .talURI:
            "the trust anchor locator has no URI, or one that is neither https nor rsync"
        case .talKey:
            "the trust anchor locator's key is missing, not base64, or no RSA key of 2048 bits"
        case .trustAnchorKeyMismatch:
            "the trust anchor's certificate has another key than its locator"
        case .trustAnchorNotSelfIssued:
            "the trust anchor's certificate is issued by another name than its own"
        case .certificateSyntax:
            "not a DER encoded certificate"
        case .certificateVersion:
            "the certificate's version is not 3"
        case .certificateSerialNumber:
            "the serial number is zero, negative or longer than 20 octets"
        case .certificateSignatureAlgorithm:
            "the signature algorithm is not SHA-256 with RSA"
        case .certificateSignatureAlgorithmMismatch:
            "the signature algorithms inside and outside the signed part differ"
        case .certificateIssuerName:
            "the issuer is not one CommonName with perhaps one serialNumber"
        case .certificateSubjectName:
            "the subject is not one CommonName with perhaps one serialNumber"
        case .nameNotPrintableString:
            "a name is not encoded as PrintableString"
        case .certificateTimeEncoding:
            "a validity time is malformed, or not UTCTime through 2049 and GeneralizedTime after"
        case .certificateValidityPeriod:
            "the certificate ends before it starts"
        case .certificatePublicKey:
            "the key is not RSA of 2048 bits with exponent 65537 (P-256 for a BGPsec router)"
        case .certificateUniqueIdentifier:
            "the certificate has an issuer or subject unique identifier"
        case .certificateExtensionSyntax:
            "the extensions are missing or malformed"
        case .certificateExtensionDuplicate:
            "an extension occurs twice"
        case .certificateExtensionUnknownCritical:
            "an unknown extension is marked critical"
        case .certificateExtensionNotAllowed:
            "an extension that the profile does not name"
        case .certificateBasicConstraints:
            "basic constraints are missing, misplaced, not critical, not cA, or limit the path"
        case .certificateSubjectKeyIdentifier:
            "the subject key identifier is missing, critical, or not the SHA-1 of the key"
        case .certificateAuthorityKeyIdentifier:
            "the authority key identifier is missing, critical, malformed or impossible"
        case .certificateKeyUsage:
            "the key usage is missing, not critical, or not what this kind of certificate has"
        case .certificateExtendedKeyUsage:
            "an extended key usage where none is allowed, or not that of a BGPsec router"
        case .certificateCRLDistributionPoints:
            "the CRL distribution point is missing, misplaced, or not one rsync URI"
        case .certificateAuthorityInformationAccess:
            "the authority information access is missing, misplaced, or without rsync URI"
        case .certificateSubjectInformationAccess:
            "the subject information access is missing, misplaced, or lacks a URI"
        case .eeNotifyURI:
            "an EE certificate names an RRDP notification"
        case .certificatePolicies:
            "the certificate policy is missing, not critical, or not that of the RPKI alone"
        case .certificateIPResources:
            "the IP addresses are malformed or not critical"
        case .certificateIPResourcesNotCanonical:
            "the IP addresses are out of order, overlapping, adjacent, or not in their shortest form"
        case .certificateASResources:
            "the AS numbers are malformed or not critical"
        case .certificateASResourcesNotCanonical:
            "the AS numbers are out of order, overlapping, adjacent, or a range of one"
        case .certificateNoResources:
            "the certificate holds neither IP addresses nor AS numbers"
        case .certificateResourcesNotAllowed:
            "a BGPsec router's certificate holds IP addresses"
        case .certificateResourcesInherited:
            "number resources are inherited where they must be listed"
        case .certificateExpired:
            "the certificate's validity has ended"
        case .certificateNotYetValid:
            "the certificate's validity has not started"
        case .certificateIssuerMismatch:
            "the issuer name is not the issuer's subject name"
        case .certificateAuthorityKeyMismatch:
            "the authority key identifier is not the issuer's key"
        case .certificateCRLMismatch:
            "the certificate names another CRL than the one on its issuer's manifest"
        case .certificateSignatureInvalid:
            "the issuer's key did not sign the certificate"
        case .certificateRevoked:
            "the issuer's CRL lists the certificate"
        case .certificateResourcesOverclaim:
            "the certificate holds number resources that its issuer does not hold"
        case .certificateResourcesTrimmed:
            "number resources that the issuer does not hold are left out of account"
        case .certificateResourceIdentifiers:
            "the number resources stand under identifiers of the other policy"
        case .certificateLoop:
            "the key occurs twice in one chain of certificates"
        case .certificateDepth:
            "the chain of certificates is longer than the limit"
        case .crlSyntax:
            "not a DER encoded CRL"
        case .crlVersion:
            "the CRL's version is not 2"
        case .crlSignatureAlgorithm:
            "the CRL's signature algorithm is not SHA-256 with RSA"
        case .crlSignatureAlgorithmMismatch:
            "the signature algorithms inside and outside the signed part differ"
        case .crlIssuerName:
            "the CRL's issuer is not one CommonName with perhaps one serialNumber"
        case .crlTimeEncoding:
            "a time is missing, malformed, or not UTCTime through 2049 and GeneralizedTime after"
        case .crlUpdateTimes:
            "nextUpdate is before thisUpdate"
        case .crlEmptyRevocationList:
            "the list of revoked certificates is there, but empty"
        case .crlEntrySerialNumber:
            "a revoked serial number is zero, negative or longer than 20 octets"
        case .crlEntryExtension:
            "a revoked certificate has an entry extension"
        case .crlExtensionDuplicate:
            "an extension occurs twice"
        case .crlExtensionNotAllowed:
            "an extension other than authority key identifier and CRL number"
        case .crlAuthorityKeyIdentifier:
            "the authority key identifier is missing, critical or malformed"
        case .crlNumber:
            "the CRL number is missing, critical, negative or longer than 20 octets"
        case .crlNotYetValid:
            "the CRL is from the future"
        case .crlStale:
            "the CRL's nextUpdate has passed"
        case .crlIssuerMismatch:
            "the CRL's issuer name or authority key is not the issuer's"
        case .crlSignatureInvalid:
            "the issuer's key did not sign the CRL"
        case .signedObjectSyntax:
            "not DER encoded CMS SignedData"
        case .signedObjectNotDER:
            "the CMS structure has indefinite lengths, which DER does not allow"
        case .signedObjectVersion:
            "the version of SignedData is not 3"
        case .signedObjectDigestAlgorithm:
            "not one digest algorithm, SHA-256"
        case .signedObjectContent:
            "the content is missing, empty or malformed"
        case .signedObjectContentType:
            "the content type is missing, contradictory, or not the one expected"
        case .signedObjectCertificates:
            "not exactly one certificate"
        case .signedObjectCRLs:
            "a CRL is enclosed"
        case .signedObjectSignerInfos:
            "not exactly one SignerInfo, or a malformed one"
        case .signedObjectSignerVersion:
            "the version of SignerInfo is not 3"
        case .signedObjectSignerIdentifier:
            "the signer is not named by the EE certificate's subject key identifier"
        case .signedObjectSignedAttributes:
            "the signed attributes are missing, malformed, out of order, repeated or not allowed"
        case .signedObjectMessageDigest:
            "the message digest is missing or malformed"
        case .signedObjectSigningTime:
            "the signing time is malformed, or not UTCTime through 2049 and GeneralizedTime after"
        case .signedObjectSigningTimeMissing:
            "the signing time is missing"
        case .signedObjectBinarySigningTime:
            "the binary signing time is present"
        case .signedObjectSignatureAlgorithm:
            "the signature algorithm is not RSA with SHA-256"
        case .signedObjectUnsignedAttributes:
            "unsigned attributes are present"
        case .signedObjectDigestMismatch:
            "the content is not what was signed"
        case .signedObjectSignatureInvalid:
            "the EE certificate's key did not sign the object"
        case .manifestSyntax:
            "the content is not a DER encoded manifest"
        case .manifestVersion:
            "a version is encoded, although 0 is the default and the only one"
        case .manifestNumber:
            "the manifest number is missing, negative or longer than 20 octets"
        case .manifestTimes:
            "thisUpdate or nextUpdate is no GeneralizedTime, or nextUpdate is not later"
        case .manifestHashAlgorithm:
            "the hash algorithm is not SHA-256"
        case .manifestFileName:
            "a file name has other characters than are allowed"
        case .manifestFileExtension:
            "a file name has an extension that is not registered"
        case .manifestFileDuplicate:
            "a file name occurs twice"
        case .manifestFileHash:
            "a hash is not a BIT STRING of 256 bits"
        case .manifestTooManyFiles:
            "more files than the limit"
        case .manifestResources:
            "the manifest's EE certificate lists resources instead of inheriting them"
        case .manifestValidityMismatch:
            "the manifest's EE certificate is not valid exactly from thisUpdate to nextUpdate"
        case .manifestNotYetValid:
            "the manifest is from the future"
        case .manifestStale:
            "the manifest's nextUpdate has passed"
        case .roaSyntax:
            "the content is not a DER encoded ROA"
        case .roaVersion:
            "a version is encoded, although 0 is the default and the only one"
        case .roaASN:
            "the AS number is not within 0 to 4294967295"
        case .roaAddressFamily:
            "an address family is unknown, malformed or repeated"
        case .roaPrefix:
            "a prefix is malformed or longer than its family allows"
        case .roaMaxLength:
            "a maxLength is shorter than its prefix or longer than its family allows"
        case .roaNotCanonical:
            "prefixes are repeated or out of order"
        case .roaResources:
            "the EE certificate does not list all prefixes of the ROA"
        case .roaASResources:
            "the ROA's EE certificate holds AS numbers"
        case .aspaSyntax:
            "the content is not a DER encoded ASPA"
        case .aspaVersion:
            "the version is not 1, or not encoded as such"
        case .aspaCustomer:
            "the customer is not within AS1 to AS4294967295"
        case .aspaProviders:
            "there is no provider, or one that is not within AS0 to AS4294967295"
        case .aspaProvidersOrder:
            "the providers are repeated or not in ascending order"
        case .aspaCustomerAsProvider:
            "the customer is among its own providers"
        case .aspaAS0Provider:
            "AS0 is not the only provider"
        case .aspaResources:
            "the EE certificate's AS numbers are not the customer alone"
        case .aspaIPResources:
            "the ASPA's EE certificate holds IP addresses"
        case .takSyntax:
            "the content is not a DER encoded TAK"
        case .takVersion:
            "a version is encoded, although 0 is the default and the only one"
        case .takComments:
            "a comment is no UTF8String, or the comments are longer than the limit"
        case .takURI:
            "a key has no URI, or one that is neither https nor rsync"
        case .takKey:
            "a key is malformed, or not RSA of 2048 bits with exponent 65537"
        case .takCurrentKey:
            "the current key is not the one that issued the EE certificate"
        case .takResources:
            "the TAK's EE certificate lists resources instead of inheriting them"
        case .rscSyntax:
            "the content is not a DER encoded checklist"
        case .rscVersion:
            "a version is encoded, although 0 is the default and the only one"
        case .rscResources:
            "the resources are missing, malformed, inherited or not canonical"
        case .rscDigestAlgorithm:
            "the digest algorithm is not SHA-256"
        case .rscFileName:
            "a file name has other characters than are allowed"
        case .rscEntryDuplicate:
            "a file name occurs twice, or a hash without file name"
        case .rscHash:
            "a hash is not an OCTET STRING of 32 octets"
        case .rscTooManyEntries:
            "more files than the limit"
        case .rscCertificateResources:
            "the EE certificate does not list all resources of the checklist"
        case .splSyntax:
            "the content is not a DER encoded prefix list"
        case .splVersion:
            "a version is encoded, although 0 is the default and the only one"
        case .splASN:
            "the AS number is not within 1 to 4294967295"
        case .splAddressFamily:
            "an address family is unknown, malformed or repeated"
        case .splPrefix:
            "a prefix is malformed or longer than its family allows"
        case .splNotCanonical:
            "prefixes are repeated or out of order"
        case .splTooManyPrefixes:
            "more prefixes than the limit"
        case .splResources:
            "the EE certificate does not list the AS number"
        case .splIPResources:
            "the prefix list's EE certificate holds IP addresses"
        case .gbrSyntax:
            "the content is not the UTF-8 text of one vCard in lines that end in CR and LF"
        case .gbrVersion:
            "the second line is not VERSION:4.0"
        case .gbrProperty:
            "a property other than FN, ORG, ADR, TEL and EMAIL"
        case .gbrNameMissing:
            "there is no FN property"
        case .gbrContactMissing:
            "there is neither an ADR nor a TEL nor an EMAIL property"
        case .gbrTooLarge:
            "more octets or properties than the limit"
        case .gbrResources:
            "the record's EE certificate lists resources instead of inheriting them"
        case .ccrSyntax:
            "not a DER encoded canonical cache representation"
        case .ccrTooLarge:
            "larger, or with more elements, than is read"
        case .ccrContentType:
            "the content type is not that of a canonical cache representation"
        case .ccrVersion:
            "a version is encoded, although 0 is the default and the only one"
        case .ccrHashAlgorithm:
            "the hash algorithm is not SHA-256 without parameters"
        case .ccrProducedAt:
            "the time of production is missing or malformed"
        case .ccrNoState:
            "there is no state of any kind"
        case .ccrHashMismatch:
            "a state does not have the digest that stands beside it"
        case .ccrManifestInstance:
            "the entry of a manifest is malformed"
        case .ccrManifestSize:
            "the size of a manifest is below 1000 octets or beyond measure"
        case .ccrManifestNumber:
            "a manifest number is negative or longer than 20 octets"
        case .ccrManifestLocation:
            "the locations of a manifest are malformed or do not say where it is"
        case .ccrManifestOrder:
            "manifests are repeated or out of order"
        case .ccrSubordinates:
            "a manifest's subordinate keys are none, malformed, repeated or out of order"
        case .ccrMostRecentUpdate:
            "the most recent update is not that of the newest manifest, or later than the time of production"
        case .ccrROAPayload:
            "a set of ROA payloads is empty, malformed or out of bounds"
        case .ccrROAPayloadOrder:
            "ROA payloads are repeated, out of order, or with a superfluous maxLength"
        case .ccrASPAPayload:
            "a set of ASPA payloads is empty, malformed, or has AS 0 among other providers"
        case .ccrASPAPayloadOrder:
            "ASPA customers or providers are repeated or out of order"
        case .ccrTrustAnchors:
            "the trust anchors' keys are none, malformed, repeated or out of order"
        case .ccrRouterKey:
            "a set of router keys is empty or malformed, or an identifier is not that of its key"
        case .ccrRouterKeyOrder:
            "router keys are repeated or out of order"
        case .manifestMissing:
            "the publication point has no manifest"
        case .manifestNumberRegression:
            "the manifest number is not greater than that of the manifest before"
        case .manifestTimeRegression:
            "thisUpdate is not later than that of the manifest before"
        case .manifestReplaced:
            "another manifest with the number and time of the one before"
        case .crlMissing:
            "the manifest lists no CRL, or not the one its EE certificate names"
        case .crlNotSingle:
            "the manifest lists more than one CRL"
        case .objectMissing:
            "a file that the manifest lists is missing"
        case .objectHashMismatch:
            "a file has another hash than the manifest lists"
        case .objectTypeUnknown:
            "a file of a type that is not known"
        case .objectLocationMismatch:
            "the object is not where its EE certificate says"
        case .repositoryPending:
            "the repository has not answered yet"
        case .repositoryUnavailable:
            "nothing could be had from the repository"
        case .authorityLimit:
            "the trust anchor has more authorities than are walked"
        case .trustAnchorConstraint:
            "the constraints file of the trust anchor keeps it from speaking about these resources"
        case .takIssuer:
            "keys are announced by another authority than the trust anchor itself"
        case .takNotSingle:
            "the manifest lists another TAK, so that none of them counts"
        case .routerTooManyASNs:
            "a router's certificate lists more AS numbers than are read"
        }
    }
}
