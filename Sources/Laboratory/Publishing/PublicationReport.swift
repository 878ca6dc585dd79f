package import DER

/// What one publication of a repository changed.
package struct PublicationReport: Hashable, Sendable {
    package var repository: String
    package var session: String
    /// The serial now in force.
    package var serial: UInt64
    /// When it was visible to clients.
    package var published: PosixTime
    /// URIs of new, replaced and withdrawn objects, ascending.
    package var added: [String]
    package var replaced: [String]
    package var withdrawn: [String]
}
