import DER
import RPKIObjects

extension LaboratoryFault {
    /// Faults of a signed checklist (RFC 9323).
    static let checklistFaults: [LaboratoryFault] = [
        edit("malformed-checklist", .rscSyntax, .append([]) { $0.null() }),
        checklist("wrong-checklist-version", .rscVersion) { $0.version = 1 },
        checklist("checklist-without-resources", .rscResources) {
            $0.ip = nil
            $0.autonomousSystems = nil
        },
        checklist("inheriting-checklist", .rscResources) { $0.autonomousSystems = .inherit },
        checklist("wrong-checklist-algorithm", .rscDigestAlgorithm) {
            $0.digestAlgorithm = [2, 16, 840, 1, 101, 3, 4, 2, 3]
        },
        checklist("escaping-checklist-entry", .rscFileName) { $0.changeFirstEntry { $0.fileName = "../passwd" } },
        checklist("duplicate-checklist-entry", .rscEntryDuplicate) { $0.entries += $0.entries.prefix(1) },
        checklist("short-checklist-hash", .rscHash) { $0.changeFirstEntry { $0.hash.removeLast() } },
        checklist("too-many-checklist-entries", .rscTooManyEntries) { checklist in
            let hash = [UInt8](repeating: 0, count: 32)
            checklist.entries = (0...SignedChecklist.maximumEntries).map { .init(fileName: "\($0)", hash: hash) }
        },
        LaboratoryFault(
            "overclaiming-checklist",
            .rscCertificateResources,
            .checklist,
            [.certificate { certificate, _ in certificate.remove(OID.autonomousSystemIdentifiers) }]
        ),
        LaboratoryFault(
            "checklist-with-place",
            .certificateSubjectInformationAccess,
            .checklist,
            [
                .certificate { certificate, _ in
                    certificate.extensions.append(
                        .subjectInformationAccess([.signedObject("rsync://\(LaboratoryConfiguration.host)/a/b.sig")])
                    )
                }
            ]
        ),
    ]

    private static func checklist(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout ChecklistTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(
            name,
            reason,
            .checklist,
            [
                .content { content in
                    guard case .checklist(var template) = content else { return }
                    change(&template)
                    content = .checklist(template)
                }
            ]
        )
    }

    private static func edit(_ name: String, _ reason: RejectionReason, _ edit: DEREdit) -> LaboratoryFault {
        LaboratoryFault(name, reason, .checklist, [.edit(edit)])
    }
}

extension ChecklistTemplate {
    fileprivate mutating func changeFirstEntry(_ change: (inout Entry) -> Void) {
        if !entries.isEmpty { change(&entries[0]) }
    }
}
