import DER
import RPKIObjects

extension LaboratoryFault {
    private typealias Field = CRLTemplate.Field

    /// Faults of a CRL (RFC 6487 section 5, RFC 9829).
    static let revocationListFaults: [LaboratoryFault] = [
        octets("garbage-crl", .crlSyntax) { $0 = garbage },
        octets("bad-crl-signature", .crlSignatureInvalid) { $0.flipLastBit() },
        list("wrong-crl-version", .crlVersion) { $0.version = 0 },
        list("wrong-crl-signature-algorithm", .crlSignatureAlgorithm) {
            $0.innerAlgorithm = .ecdsaWithSHA256
            $0.outerAlgorithm = .ecdsaWithSHA256
        },
        list("contradictory-crl-signature-algorithms", .crlSignatureAlgorithmMismatch) {
            $0.outerAlgorithm = .ecdsaWithSHA256
        },
        edit("crl-issuer-name-of-wrong-form", .crlIssuerName, .replace(Field.issuer) { $0.organizationName() }),
        list("crl-time-of-wrong-type", .crlTimeEncoding) { list in
            let nextUpdate = list.nextUpdate
            list.edits = [.replace(Field.nextUpdate) { $0.generalizedTime(nextUpdate) }]
        },
        list("crl-times-crossed", .crlUpdateTimes) { swap(&$0.thisUpdate, &$0.nextUpdate) },
        edit("empty-crl-entries", .crlEmptyRevocationList, .replace(Field.entries) { $0.sequence { _ in } }),
        edit("crl-entry-number-zero", .crlEntrySerialNumber, .replace(Field.entries + [0, 0]) { $0.integer(0) }),
        edit("crl-entry-number-negative", .crlEntrySerialNumber, .replace(Field.entries + [0, 0]) { $0.integer(-1) }),
        edit(
            "crl-entry-with-extension",
            .crlEntryExtension,
            .append(Field.entries + [0]) { writer in
                writer.sequence {
                    CertificateExtension(unknownIdentifier, isCritical: false, value: [5, 0]).encode(to: &$0)
                }
            }
        ),
        list("duplicate-crl-extension", .crlExtensionDuplicate) { $0.extensions += $0.extensions.suffix(1) },
        list("unknown-crl-extension", .crlExtensionNotAllowed) {
            $0.extensions.append(CertificateExtension(unknownIdentifier, isCritical: false, value: [5, 0]))
        },
        list("crl-without-aki", .crlAuthorityKeyIdentifier) { list in
            list.extensions.removeAll { $0.identifier == OID.authorityKeyIdentifier }
        },
        list("crl-without-number", .crlNumber) { list in
            list.extensions.removeAll { $0.identifier == OID.crlNumber }
        },
        list("critical-crl-number", .crlNumber) { list in
            for index in list.extensions.indices where list.extensions[index].identifier == OID.crlNumber {
                list.extensions[index].isCritical = true
            }
        },
        list("premature-crl", .crlNotYetValid) { $0.thisUpdate = PosixTime($0.thisUpdate.seconds + 3_600) },
        list("stale-crl", .crlStale) {
            $0.nextUpdate = PosixTime($0.thisUpdate.seconds - 86_400)
            $0.thisUpdate = PosixTime($0.thisUpdate.seconds - 2 * 86_400)
        },
        list("crl-of-another-issuer", .crlIssuerMismatch) { $0.issuer = "somebody else" },
    ]

    private static func list(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CRLTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .revocationList, [.revocationList(change)])
    }

    private static func edit(_ name: String, _ reason: RejectionReason, _ edit: DEREdit) -> LaboratoryFault {
        list(name, reason) { list in
            // An empty list is left out: there would be nothing to spoil.
            if list.entries.isEmpty {
                list.entries = [CRLTemplate.Entry(serialNumber: 1 << 32, revoked: list.thisUpdate)]
            }
            list.edits = [edit]
        }
    }

    private static func octets(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout [UInt8]) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .revocationList, [.octets(change)])
    }
}
