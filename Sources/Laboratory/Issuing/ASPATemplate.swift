import DER
package import NumberResources

/// The content of an ASPA (draft-ietf-sidrops-aspa-profile-29 section 3), in the given order, whether or not it is allowed.
package struct ASPATemplate: Sendable, Hashable {
    /// Encoded when it is not the default, 0. The profile wants 1.
    package var version = 1
    package var customer: Int64
    package var providers: [Int64]

    package init(customer: Int64, providers: [Int64]) {
        self.customer = customer
        self.providers = providers
    }

    /// The content that the profile wants: providers in ascending order, each once.
    package init(customer: ASN, providers: [ASN]) {
        self.init(customer: Int64(customer.value), providers: Set(providers).sorted().map { Int64($0.value) })
    }

    package func encoded() -> [UInt8] {
        DERWriter.encode { writer in
            writer.sequence { writer in
                if version != 0 { writer.explicit(0) { $0.integer(version) } }
                writer.integer(customer)
                writer.sequence { writer in
                    for provider in providers { writer.integer(provider) }
                }
            }
        }
    }
}
