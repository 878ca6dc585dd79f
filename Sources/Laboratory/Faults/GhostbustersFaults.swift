import RPKIObjects

extension LaboratoryFault {
    /// Faults of a Ghostbusters record (RFC 6493).
    static let ghostbustersFaults: [LaboratoryFault] = [
        record("no-vcard", .gbrSyntax) { $0.lines = ["this is no vCard"] },
        record("vcard-with-bare-line-feeds", .gbrSyntax) { $0.lineEnd = "\n" },
        record("wrong-vcard-version", .gbrVersion) { record in
            if let index = record.lines.firstIndex(where: { $0.hasPrefix("VERSION") }) {
                record.lines[index] = "VERSION:3.0"
            }
        },
        record("vcard-with-other-property", .gbrProperty) { record in
            record.lines.insert("BDAY:19840608", at: max(0, record.lines.count - 1))
        },
        record("vcard-without-name", .gbrNameMissing) { record in
            record.lines.removeAll { $0.hasPrefix("FN") }
        },
        record("vcard-without-contact", .gbrContactMissing) { record in
            record.lines.removeAll { line in ["ADR", "TEL", "EMAIL"].contains { line.hasPrefix($0) } }
        },
        record("vcard-too-large", .gbrTooLarge) { record in
            let line = "TEL:" + String(repeating: "0", count: GhostbustersRecord.maximumLength)
            record.lines.insert(line, at: max(0, record.lines.count - 1))
        },
        LaboratoryFault(
            "listing-ghostbusters-record",
            .gbrResources,
            .ghostbusters,
            [.certificate { certificate, _ in certificate.set(.asResources(.ranges([64_512...64_513]))) }]
        ),
    ]

    private static func record(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout GhostbustersTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(
            name,
            reason,
            .ghostbusters,
            [
                .content { content in
                    guard case .ghostbusters(var template) = content else { return }
                    change(&template)
                    content = .ghostbusters(template)
                }
            ]
        )
    }
}
