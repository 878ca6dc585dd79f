import DER
import RPKIObjects

extension LaboratoryFault {
    /// The TAK of an authority that is no trust anchor.
    package static let authorityTAK = LaboratoryFault("tak-of-authority", .takIssuer, .trustAnchorKeys)

    /// A second TAK. Nothing is wrong with it but that there is another, which is refused with it.
    static let secondTAK = LaboratoryFault("second-tak", .takNotSingle, .trustAnchorKeys)

    /// Faults of a TAK (RFC 9691).
    static let trustAnchorKeysFaults: [LaboratoryFault] = [
        .authorityTAK,
        edit("malformed-tak", .takSyntax, .append([]) { $0.null() }),
        tak("wrong-tak-version", .takVersion) { $0.version = 1 },
        edit("tak-comment-of-wrong-type", .takComments, .append([0, 0]) { $0.printableString("comment") }),
        tak("tak-comment-too-long", .takComments) {
            $0.current.comments = [String(repeating: "x", count: 10_000)]
        },
        tak("tak-without-uri", .takURI) { $0.current.uris = [] },
        tak("tak-with-other-uri", .takURI) { $0.current.uris = ["http://localhost/ta.cer"] },
        tak("malformed-tak-key", .takKey) { tak in
            tak.current.subjectPublicKeyInfo = DERWriter.encode { $0.rsaKey(modulusOctets: 128, exponent: [3]) }
        },
        tak("tak-of-another-key", .takCurrentKey) { tak in
            tak.current.subjectPublicKeyInfo = DERWriter.encode { $0.rsaKey(modulusOctets: 256, exponent: [1, 0, 1]) }
        },
        LaboratoryFault(
            "listing-tak",
            .takResources,
            .trustAnchorKeys,
            [.certificate { certificate, _ in certificate.set(.asResources(.ranges([64_512...64_513]))) }]
        ),
        .secondTAK,
    ]

    private static func tak(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout TAKTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(
            name,
            reason,
            .trustAnchorKeys,
            [
                .content { content in
                    guard case .trustAnchorKeys(var template) = content else { return }
                    change(&template)
                    content = .trustAnchorKeys(template)
                }
            ]
        )
    }

    private static func edit(_ name: String, _ reason: RejectionReason, _ edit: DEREdit) -> LaboratoryFault {
        LaboratoryFault(name, reason, .trustAnchorKeys, [.edit(edit)])
    }
}
