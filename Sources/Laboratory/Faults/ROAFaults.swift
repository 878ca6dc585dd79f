import DER
import NumberResources
import RPKIObjects

extension LaboratoryFault {
    private static let firstFamily: DEREdit.Path = [1, 0]
    private static let firstAddresses = firstFamily + [1]
    private static let firstPrefix = firstAddresses + [0, 0]

    /// 24 bits of an address that no authority of a laboratory holds: 192.0.2.0/24, c000:200::/24.
    static let foreignBits: [UInt8] = [192, 0, 2]

    private static let foreignAddress = DEREdit.append(firstAddresses) { $0.sequence { $0.bitString(foreignBits) } }

    /// Faults of what a ROA says (RFC 9582).
    static let roaContentFaults: [LaboratoryFault] = [
        roa("malformed-roa", .roaSyntax) { $0.edits = [.append([]) { $0.null() }] },
        roa("wrong-roa-version", .roaVersion) { $0.version = 1 },
        roa("explicit-roa-version", .roaVersion) {
            $0.edits = [.insert([0]) { writer in writer.explicit(0) { $0.integer(0) } }]
        },
        roa("as-number-out-of-range", .roaASN) { $0.asn = Int64(UInt32.max) + 1 },
        roa("negative-as-number", .roaASN) { $0.asn = -1 },
        roa("wrong-address-family", .roaAddressFamily) { $0.changeFirstFamily { $0.addressFamily = [0, 3] } },
        roa("address-family-with-safi", .roaAddressFamily) { $0.changeFirstFamily { $0.addressFamily.append(1) } },
        roa("repeated-address-family", .roaAddressFamily) { $0.families += $0.families.prefix(1) },
        roa("empty-roa", .roaAddressFamily) { $0.families = [] },
        roa("prefix-too-long", .roaPrefix) {
            $0.edits = [.replace(firstPrefix) { $0.bitString([UInt8](repeating: 10, count: 17)) }]
        },
        roa("prefix-with-host-bits", .roaPrefix) {
            $0.edits = [.replace(firstPrefix) { $0.raw([0x03, 0x02, 0x04, 0x1F]) }]
        },
        roa("max-length-too-long", .roaMaxLength) {
            $0.changeFirstAddress { $0.maxLength = Int($0.prefix.family.bitWidth) + 1 }
        },
        roa("max-length-too-short", .roaMaxLength) {
            $0.changeFirstAddress { $0.maxLength = Int($0.prefix.length) - 1 }
        },
        roa("repeated-prefix", .roaNotCanonical) { $0.changeFirstFamily { $0.addresses += $0.addresses.prefix(1) } },
        roa("prefix-outside-ee", .roaResources) { $0.edits = [foreignAddress] },
        LaboratoryFault(
            "overclaiming-roa",
            .certificateResourcesOverclaim,
            .roa,
            [
                .roa { $0.edits = [foreignAddress] },
                .certificate { certificate, _ in
                    certificate.edit(OID.ipAddressBlocks, .append([0, 1]) { $0.bitString(foreignBits) })
                },
            ]
        ),
        roaCertificate("roa-without-resources", .roaResources) { $0.remove(OID.ipAddressBlocks) },
        roaCertificate("inheriting-roa", .roaResources) { $0.set(.ipResources(.inherited)) },
        roaCertificate("roa-with-as-resources", .roaASResources) { $0.set(.asResources(.inherit)) },
    ]

    private static func roa(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout ROATemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .roa, [.roa(change)])
    }

    private static func roaCertificate(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CertificateTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .roa, [.certificate { certificate, _ in change(&certificate) }])
    }
}

extension ROATemplate {
    fileprivate mutating func changeFirstFamily(_ change: (inout Family) -> Void) {
        if !families.isEmpty { change(&families[0]) }
    }

    fileprivate mutating func changeFirstAddress(_ change: (inout Address) -> Void) {
        changeFirstFamily { family in
            if !family.addresses.isEmpty { change(&family.addresses[0]) }
        }
    }
}
