package import Payloads

/// A payload and the object that states it, by its index in ``PublicationPointEvaluation/accepted``.
package struct Attributed<Payload: Hashable & Sendable>: Hashable, Sendable {
    package let payload: Payload
    package let object: UInt32
}

/// The payloads that the valid objects of one publication point state.
package struct StatedPayloads: Hashable, Sendable {
    package var vrps: [Attributed<VRP>] = []
    package var routerKeys: [Attributed<RouterKey>] = []
    package var aspas: [Attributed<ASPA>] = []

    package init() {}

    package var isEmpty: Bool { vrps.isEmpty && routerKeys.isEmpty && aspas.isEmpty }
}
