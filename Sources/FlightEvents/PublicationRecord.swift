package import Payloads
package import RPKICrypto

/// A payload set became visible to readers.
package struct PublicationRecord: Sendable {
    package struct Change: Sendable {
        package enum Kind: String, Sendable {
            case announced, withdrawn
        }

        package let kind: Kind
        package let vrp: VRP
        /// The objects that give (or gave) this payload.
        package let objects: [SHA256Digest]

        package init(kind: Kind, vrp: VRP, objects: [SHA256Digest]) {
            self.kind = kind
            self.vrp = vrp
            self.objects = objects
        }
    }

    package var session: UInt16
    package var serial: UInt32
    /// When the set was computed, and when session, serial and delta were durable (just before readers see them).
    package var computed: Timestamp
    package var published: Timestamp
    package var changes: [Change]
    /// The whole set, for the archive; shares its storage with the snapshot that is served.
    package var snapshot: PayloadSnapshot

    package init(computed: Timestamp, published: Timestamp, changes: [Change], snapshot: PayloadSnapshot) {
        session = snapshot.session
        serial = snapshot.serial
        self.computed = computed
        self.published = published
        self.changes = changes
        self.snapshot = snapshot
    }
}
