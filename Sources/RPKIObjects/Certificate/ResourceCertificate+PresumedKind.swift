import RPKICrypto

extension ResourceCertificate {
    /// Whether its subject issued it: its own key signed it, or it says so.
    package var isSelfIssued: Bool {
        if issuerName.matches(subjectName), authorityKeyIdentifier.map({ $0 == subjectKeyIdentifier }) ?? true {
            return true
        }
        guard let key = try? publicKey() else { return false }
        return isSigned(by: key)
    }

    /// What the certificate is for, to judge by what it says of itself when nothing else tells.
    package var presumedKind: CertificateKind {
        let access = extensions.subjectInformationAccess?.value
        let publishes = access.map { !$0.methods.isDisjoint(with: [.caRepository, .manifest]) } ?? false
        if isAuthority || publishes || extensions.keyUsage?.value == .authority {
            return isSelfIssued ? .trustAnchor : .ca
        }
        if extensions.extendedKeyUsage != nil || subjectPublicKeyInfo.algorithm.algorithm == .ecPublicKey {
            return .bgpsecRouter
        }
        // Only checklists are not published.
        return .ee(access == nil ? .signedChecklist : .routeOriginAuthorization)
    }
}
