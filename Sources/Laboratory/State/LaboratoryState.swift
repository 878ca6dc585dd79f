import DER
import NumberResources
import RPKICrypto

/// All that a laboratory remembers from one command to the next, except keys and objects, which are files.
struct LaboratoryState: Codable, Sendable {
    /// The layout of this structure; another one is not read.
    var version = Self.currentVersion
    var configuration: LaboratoryConfiguration
    /// In the order of the trust anchors.
    var repositories: [RepositoryState]
    /// Each parent before its children.
    var authorities: [AuthorityState]

    static let currentVersion = 2

    func authorityIndex(named name: String) throws(LaboratoryError) -> Int {
        guard let index = authorities.firstIndex(where: { $0.name == name }) else {
            throw .unknownAuthority(name: name)
        }
        return index
    }

    func repositoryIndex(of authority: AuthorityState) throws(LaboratoryError) -> Int {
        guard let index = repositories.firstIndex(where: { $0.name == authority.repository }) else {
            throw .unknownAuthority(name: authority.repository)
        }
        return index
    }
}

/// A repository: what one RRDP notification and one rsync module serve. Named after its trust anchor.
struct RepositoryState: Codable, Sendable {
    /// A snapshot or delta file.
    struct Document: Codable, Sendable {
        var serial: UInt64
        /// Below the repository's RRDP directory.
        var path: String
        var hash: String
    }

    var name: String
    var session: String
    /// 0 before the first publication.
    var serial: UInt64 = 0
    /// Counts publications; names their trees.
    var publication: UInt64 = 0
    var snapshot: Document?
    /// Ascending by serial.
    var deltas: [Document] = []
    /// The objects published last: paths below the module, and hashes.
    var published: [String: String] = [:]
    /// Faults of the next publication.
    var pendingFaults: [LaboratoryFault] = []
    /// Faults of the notification that is being served.
    var servedFaults: [LaboratoryFault] = []
}

/// A certification authority with its publication point.
struct AuthorityState: Codable, Sendable {
    /// Unique in the laboratory.
    var name: String
    /// Nil for a trust anchor.
    var parent: String?
    var repository: String
    /// The directory of its publication point below the rsync module, and the stem of its own files' names.
    var point: String
    /// Prefixes and AS numbers that it holds.
    var prefixes: [String]
    var autonomousSystems: [ClosedRange<UInt32>]
    /// The certificate that its parent (or itself) issued.
    var certificateSerial: UInt64
    var certificateNotAfter: Int64
    var certificateFault: LaboratoryFault?

    var nextSerial: UInt64 = 1
    var manifestNumber: UInt64 = 0
    var thisUpdate: Int64 = 0
    var nextUpdate: Int64 = 0
    /// The certificate in the manifest published last.
    var manifestSerial: UInt64?
    var revoked: [RevocationState] = []
    var roas: [IssuedROA] = []
    var objects: [IssuedObject] = []
    /// Whether something changed since the last publication.
    var isChanged = true
    /// Faults of the next publication.
    var pendingFaults: [LaboratoryFault] = []

    mutating func takeSerial() -> UInt64 {
        defer { nextSerial += 1 }
        return nextSerial
    }

    /// Puts a certificate on the next CRL.
    mutating func revoke(_ serial: UInt64, at time: PosixTime, notAfter: Int64) {
        revoked.append(RevocationState(serial: serial, revoked: time.seconds, notAfter: notAfter))
        isChanged = true
    }

    var ipResources: IPResourceSet { IPResourceSet(prefixes: prefixes.compactMap { IPPrefix(parsing: $0) }) }
}

struct RevocationState: Codable, Sendable {
    var serial: UInt64
    var revoked: Int64
    /// When the certificate expires and its revocation can be forgotten.
    var notAfter: Int64
}

/// A ROA that an authority has issued.
package struct IssuedROA: Codable, Hashable, Sendable {
    /// The trust anchor below which it was issued.
    package internal(set) var trustAnchor: String
    package internal(set) var authority: String
    /// The URI of the object.
    package internal(set) var uri: String
    package internal(set) var fileName: String
    package internal(set) var origins: [RouteOrigin]
    /// The serial number of its certificate.
    package internal(set) var serialNumber: UInt64
    /// POSIX seconds of the signing time.
    package internal(set) var signed: Int64
    /// POSIX seconds of the end of its validity.
    package internal(set) var notAfter: Int64
    /// The fault it was issued with.
    package internal(set) var fault: LaboratoryFault?
}

/// An object other than a ROA that an authority has issued.
package struct IssuedObject: Codable, Hashable, Sendable {
    /// The trust anchor below which it was issued.
    package internal(set) var trustAnchor: String
    package internal(set) var authority: String
    /// The URI of the object.
    package internal(set) var uri: String
    package internal(set) var fileName: String
    package internal(set) var object: LaboratoryObject
    /// The serial number of its certificate, or of the certificate that it is.
    package internal(set) var serialNumber: UInt64
    /// POSIX seconds of the signing time.
    package internal(set) var signed: Int64
    /// POSIX seconds of the end of its validity.
    package internal(set) var notAfter: Int64
    /// The fault it was issued with.
    package internal(set) var fault: LaboratoryFault?
}
