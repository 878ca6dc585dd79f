import DER
import RPKIObjects

extension LaboratoryFault {
    /// Faults of a signed prefix list (draft-ietf-sidrops-rpki-prefixlist-05).
    static let prefixListFaults: [LaboratoryFault] = [
        edit("malformed-prefix-list", .splSyntax, .append([]) { $0.null() }),
        list("wrong-prefix-list-version", .splVersion) { $0.version = 1 },
        list("prefix-list-of-as0", .splASN) { $0.asn = 0 },
        list("wrong-prefix-list-family", .splAddressFamily) { list in
            if !list.families.isEmpty { list.families[0].addressFamily = [0, 3] }
        },
        edit(
            "prefix-list-prefix-too-long",
            .splPrefix,
            .replace([1, 0, 1, 0]) { $0.bitString([UInt8](repeating: 10, count: 17)) }
        ),
        list("unsorted-prefix-list", .splNotCanonical) { list in
            if !list.families.isEmpty { list.families[0].prefixes += list.families[0].prefixes.prefix(1) }
        },
        list("prefix-list-too-long", .splTooManyPrefixes) { list in
            guard let prefix = list.families.first?.prefixes.first else { return }
            list.families[0].prefixes = Array(repeating: prefix, count: SignedPrefixList.maximumPrefixes + 1)
        },
        certificate("prefix-list-of-another-as", .splResources) { $0.set(.asResources(.ranges([1...1]))) },
        certificate("prefix-list-with-ip-resources", .splIPResources) { $0.set(.ipResources(.inherited)) },
    ]

    private static func list(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout PrefixListTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(
            name,
            reason,
            .prefixList,
            [
                .content { content in
                    guard case .prefixList(var template) = content else { return }
                    change(&template)
                    content = .prefixList(template)
                }
            ]
        )
    }

    private static func edit(_ name: String, _ reason: RejectionReason, _ edit: DEREdit) -> LaboratoryFault {
        LaboratoryFault(name, reason, .prefixList, [.edit(edit)])
    }

    private static func certificate(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CertificateTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .prefixList, [.certificate { certificate, _ in change(&certificate) }])
    }
}
