package import DER
package import FlightEvents
package import NumberResources
package import Payloads
package import RPKIObjects

/// Which objects state a payload.
package struct Provenance: Sendable {
    /// An object that states a payload.
    package struct Statement: Hashable, Sendable {
        package let object: ObjectReference
        /// Index into ``EngineOutput/trustAnchors``.
        package let trustAnchor: UInt16
        package let signed: PosixTime?
        package let notBefore: PosixTime
        package let notAfter: PosixTime
    }

    /// The payload objects of one publication point; shares its arrays with the engine.
    struct Source: Sendable {
        let trustAnchor: UInt16
        let directory: RsyncURI
        let objects: [AcceptedObject]
    }

    static let empty = Provenance()

    var vrps = ProvenanceIndex<VRP>()
    var routerKeys = ProvenanceIndex<RouterKey>()
    var aspas = ProvenanceIndex<ASPA>()
    var sources: [Source] = []

    /// The objects that state `vrp`, under any trust anchor.
    package func statements(of vrp: VRP) -> [Statement] {
        statements(vrps.entries(after: { $0 < vrp }, while: { $0 == vrp }))
    }

    /// The router certificates that hold `key`, under any trust anchor.
    package func statements(of key: RouterKey) -> [Statement] {
        statements(routerKeys.entries(after: { $0 < key }, while: { $0 == key }))
    }

    /// The ASPAs of `customer`, whose union is what it attests, under any trust anchor.
    package func statements(ofCustomer customer: ASN) -> [Statement] {
        statements(aspas.entries(after: { $0.customer < customer }, while: { $0.customer == customer }))
    }

    private func statements<Payload>(_ entries: ArraySlice<ProvenanceIndex<Payload>.Entry>) -> [Statement] {
        entries.map { entry in
            let source = sources[Int(entry.source)]
            let object = source.objects[Int(entry.object)]
            return Statement(
                object: object.reference(in: source.directory),
                trustAnchor: source.trustAnchor,
                signed: object.signed,
                notBefore: object.notBefore,
                notAfter: object.notAfter
            )
        }
    }
}

extension AcceptedObject {
    /// The object with its URI.
    package func reference(in directory: RsyncURI) -> ObjectReference {
        ObjectReference(uri: "\(directory)\(fileName)", hash: hash)
    }
}
