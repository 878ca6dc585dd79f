import DER
import Foundation
package import NumberResources
import Synchronization

/// A private RPKI with real keys and signatures, for tests, demonstrations and beacons.
///
/// It lives in a directory (see `LaboratoryDirectory`) and survives from one process to the next; while a value
/// exists, no other process changes the directory. What is issued or revoked is prepared in the directory and
/// becomes visible with ``publish()``: over RRDP and rsync when a ``LaboratoryServer`` serves the directory.
///
/// Its address space is 10.0.0.0/8 and 2001:db8::/32 and its AS numbers are for private use: payloads that leave a
/// laboratory by mistake do not concern the routes of the Internet.
package final class Laboratory: Sendable {
    let directory: LaboratoryDirectory
    let clock: LaboratoryClock
    let keys: KeyRing
    private let state: Mutex<LaboratoryState>
    private let lock: DirectoryLock

    package let configuration: LaboratoryConfiguration

    init(
        state: LaboratoryState,
        directory: LaboratoryDirectory,
        keys: KeyRing,
        clock: LaboratoryClock,
        lock: consuming DirectoryLock
    ) {
        self.directory = directory
        self.clock = clock
        self.keys = keys
        self.lock = lock
        configuration = state.configuration
        self.state = Mutex(state)
    }

    /// Opens the laboratory in `path`. Waits for another process that works on it, for up to 30 seconds.
    package static func open(
        directory path: String,
        clock: LaboratoryClock = .system
    ) throws(LaboratoryError) -> Laboratory {
        let directory = LaboratoryDirectory(path: path)
        guard LaboratoryDirectory.exists(directory.state) else { throw .notALaboratory(path: path) }
        let lock = try DirectoryLock(path: directory.lock)
        return Laboratory(
            state: try loadState(directory),
            directory: directory,
            keys: KeyRing(directory: directory),
            clock: clock,
            lock: lock
        )
    }

    /// The configuration of the laboratory in `path`, which may be in use.
    package static func configuration(directory path: String) throws(LaboratoryError) -> LaboratoryConfiguration {
        let directory = LaboratoryDirectory(path: path)
        guard LaboratoryDirectory.exists(directory.state) else { throw .notALaboratory(path: path) }
        return try loadState(directory).configuration
    }

    // MARK: What there is

    /// The trust anchor locators, as files.
    package var locatorFiles: [String] { configuration.trustAnchors.map { directory.tal($0) } }

    /// The certificate (PEM) of the laboratory's own authority for TLS.
    package var tlsAuthorityFile: String { directory.tls("ca.pem") }

    /// The names of all certification authorities, each parent before its children.
    package var authorities: [String] { read { $0.authorities.map(\.name) } }

    /// The ROAs that are issued, published or not.
    package var roas: [IssuedROA] { read { $0.authorities.flatMap(\.roas) } }

    /// What is issued besides ROAs, published or not.
    package var objects: [IssuedObject] { read { $0.authorities.flatMap(\.objects) } }

    /// The route origins of all ROAs that were issued without a fault, by trust anchor: what a validator finds when
    /// everything is published and neither a publication point nor an authority's certificate has a fault.
    package var routeOrigins: [String: Set<RouteOrigin>] {
        Dictionary(grouping: roas.filter { $0.fault == nil }, by: \.trustAnchor)
            .mapValues { Set($0.flatMap(\.origins)) }
    }

    /// The resources of an authority.
    package func prefixes(of authority: String) throws(LaboratoryError) -> [IPPrefix] {
        let state = read { $0 }
        let index = try state.authorityIndex(named: authority)
        return state.authorities[index].prefixes.compactMap { IPPrefix(parsing: $0) }
    }

    /// The authority that issues ROAs for a prefix: the one deepest in the tree that holds it.
    package func authority(for origin: RouteOrigin) throws(LaboratoryError) -> String {
        guard let authority = read({ $0.authorities.last { $0.ipResources.contains(prefix: origin.prefix) } }) else {
            throw .noAuthority(for: origin)
        }
        return authority.name
    }

    // MARK: State

    func read<Result: Sendable>(_ body: (LaboratoryState) -> Result) -> Result {
        state.withLock { body($0) }
    }

    /// Changes the state and stores it. When `body` throws, nothing has changed.
    func change<Result>(
        _ body: (inout LaboratoryState) throws(LaboratoryError) -> Result
    ) throws(LaboratoryError) -> Result {
        try state.withLock { state throws(LaboratoryError) in
            var changed = state
            let result = try body(&changed)
            try Self.store(changed, directory)
            state = changed
            return result
        }
    }

    private static func loadState(_ directory: LaboratoryDirectory) throws(LaboratoryError) -> LaboratoryState {
        let bytes = try LaboratoryDirectory.read(directory.state)
        let state: LaboratoryState
        do {
            state = try JSONDecoder().decode(LaboratoryState.self, from: Data(bytes))
        } catch {
            throw .damagedState(path: directory.state, why: "\(error)")
        }
        guard state.version == LaboratoryState.currentVersion else {
            throw .damagedState(path: directory.state, why: "version \(state.version) is not known")
        }
        return state
    }

    static func store(_ state: LaboratoryState, _ directory: LaboratoryDirectory) throws(LaboratoryError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        let data: Data
        do {
            data = try encoder.encode(state)
        } catch {
            throw .damagedState(path: directory.state, why: "\(error)")
        }
        try LaboratoryDirectory.write(data, to: directory.state)
    }

    /// What issues the objects of an authority.
    func issuer(for authority: AuthorityState, in state: LaboratoryState) throws(LaboratoryError) -> ObjectIssuer {
        let uris = LaboratoryURIs(configuration: configuration)
        let certificateURI: String
        if let parent = authority.parent {
            let index = try state.authorityIndex(named: parent)
            certificateURI = uris.object(authority.certificateName, of: state.authorities[index])
        } else {
            certificateURI = uris.trustAnchor(authority.name).rsync
        }
        return ObjectIssuer(
            authority: authority,
            certificateURI: certificateURI,
            key: try keys.key(named: authority.name),
            uris: uris,
            keys: keys
        )
    }
}
