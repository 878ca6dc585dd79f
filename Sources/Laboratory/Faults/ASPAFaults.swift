import DER
import RPKIObjects

extension LaboratoryFault {
    /// Faults of an ASPA (draft-ietf-sidrops-aspa-profile-29).
    static let providerAuthorizationFaults: [LaboratoryFault] = [
        edit("malformed-aspa", .aspaSyntax, .append([]) { $0.null() }),
        aspa("wrong-aspa-version", .aspaVersion) { $0.version = 0 },
        aspa("aspa-customer-zero", .aspaCustomer) { $0.customer = 0 },
        aspa("aspa-customer-out-of-range", .aspaCustomer) { $0.customer = Int64(UInt32.max) + 1 },
        aspa("aspa-provider-out-of-range", .aspaProviders) { $0.providers = [Int64(UInt32.max) + 1] },
        aspa("aspa-without-providers", .aspaProviders) { $0.providers = [] },
        aspa("unsorted-aspa", .aspaProvidersOrder) { $0.providers += $0.providers.prefix(1) },
        aspa("aspa-of-itself", .aspaCustomerAsProvider) { $0.providers = [$0.customer] },
        aspa("aspa-with-as0", .aspaAS0Provider) { $0.providers.insert(0, at: 0) },
        certificate("aspa-for-another-customer", .aspaResources) { $0.set(.asResources(.inherit)) },
        certificate("aspa-with-ip-resources", .aspaIPResources) { $0.set(.ipResources(.inherited)) },
    ]

    private static func aspa(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout ASPATemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(
            name,
            reason,
            .providerAuthorization,
            [
                .content { content in
                    guard case .aspa(var template) = content else { return }
                    change(&template)
                    content = .aspa(template)
                }
            ]
        )
    }

    private static func edit(_ name: String, _ reason: RejectionReason, _ edit: DEREdit) -> LaboratoryFault {
        LaboratoryFault(name, reason, .providerAuthorization, [.edit(edit)])
    }

    private static func certificate(
        _ name: String,
        _ reason: RejectionReason,
        _ change: @escaping @Sendable (inout CertificateTemplate) -> Void
    ) -> LaboratoryFault {
        LaboratoryFault(name, reason, .providerAuthorization, [.certificate { certificate, _ in change(&certificate) }])
    }
}
