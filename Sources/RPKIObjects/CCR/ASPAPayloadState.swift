package import DER
package import NumberResources

extension CanonicalCacheRepresentation {
    /// The ASPA payloads, those of one customer merged (section 4.4.3).
    package struct ASPAPayloadState: CacheState {
        /// The providers of one customer.
        package struct PayloadSet: Hashable, Sendable {
            package let customer: ASN
            /// At least one; ascending and unique; AS 0 only alone.
            package let providers: [ASN]
        }

        /// Ascending by customer, who is unique.
        package let sets: [PayloadSet]

        package static let tag: UInt8 = 3

        /// The most customers that are read.
        static let maximumCustomers = 1_000_000

        /// Payloads in any order. The providers of one customer are joined; AS 0 goes where there are others. Without
        /// providers there is no payload.
        package init(_ payloads: some Sequence<(customer: ASN, providers: [ASN])>) {
            let joined = Dictionary(payloads.map { ($0.customer, $0.providers) }, uniquingKeysWith: +)
            sets = joined.compactMap { customer, providers in
                var providers = providers.canonical(by: <)
                if providers.count > 1, providers.first == ASN(0) { providers.removeFirst() }
                return providers.isEmpty ? nil : PayloadSet(customer: customer, providers: providers)
            }
            .sorted { $0.customer < $1.customer }
        }

        package init(list: DERReader, fields: inout DERReader) throws(Rejection) {
            var room = Self.maximumCustomers
            sets = try list.readAscending(by: \.customer, .ccrASPAPayloadOrder) { (list) throws(Rejection) in
                let start = list.offset
                room -= 1
                guard room >= 0 else {
                    throw Rejection(.ccrTooLarge, "more than \(Self.maximumCustomers) ASPA payloads", at: start)
                }
                return try PayloadSet(from: &list)
            }
        }

        package func writeElements(to writer: inout DERWriter) {
            for set in sets {
                writer.sequence { writer in
                    writer.integer(set.customer.value)
                    writer.sequence { writer in
                        for provider in set.providers { writer.integer(provider.value) }
                    }
                }
            }
        }
    }
}

extension CanonicalCacheRepresentation.ASPAPayloadState.PayloadSet {
    fileprivate init(from reader: inout DERReader) throws(Rejection) {
        let reason = RejectionReason.ccrASPAPayload
        let start = reader.offset
        var (customer, list) = try reason.decoding { () throws(DERError) in
            var fields = try reader.enter()
            let customer = ASN(try fields.readUnsignedInteger(as: UInt32.self))
            let list = try fields.enter()
            try fields.finish()
            return (customer, list)
        }
        var providers: [ASN] = []
        repeat {
            let offset = list.offset
            let provider = try reason.decoding { () throws(DERError) in
                ASN(try list.readUnsignedInteger(as: UInt32.self))
            }
            if let last = providers.last, !(last < provider) {
                throw Rejection(.ccrASPAPayloadOrder, "\(provider) after \(last)", at: offset)
            }
            providers.append(provider)
        } while !list.isAtEnd
        guard providers.count == 1 || providers.first != ASN(0) else {
            throw Rejection(reason, "AS0 beside other providers of \(customer)", at: start)
        }
        self.customer = customer
        self.providers = providers
    }
}
