import DER
import FlightEvents
import ObjectStore
package import RPKIObjects

/// An inspector set up as a configuration says: profile, instant, trust anchors and store.
package struct InspectionSession {
    package let inspector: ObjectInspector

    /// - Parameters:
    ///   - tolerances: reasons that lead to a warning besides those that the profile tolerates.
    ///   - issuers: files to look for issuers in before the store, by name.
    /// - Throws: ``InspectionError`` for an issuer that is none.
    package init(
        _ configuration: Configuration,
        tolerating tolerances: Set<RejectionReason>,
        issuers: [(name: String, octets: [UInt8])]
    ) throws(InspectionError) {
        var files = IssuerFiles()
        for (name, octets) in issuers {
            do throws(Rejection) {
                try files.add(octets, name: name)
            } catch {
                throw InspectionError(description: "cannot use issuer \(name): \(error.description.printable)")
            }
        }
        let time = SystemTimeSource()
        let profile: Profile = configuration.isStrict ? .strict : .default
        inspector = ObjectInspector(
            profile: profile.tolerating(tolerances),
            instant: configuration.evaluationTime ?? time.now().posix,
            files: files,
            store: Self.store(configuration, time),
            maximumDepth: configuration.maxCADepth
        )
    }

    /// The store, if there is one that can be read: without it there is still much to be said.
    private static func store(_ configuration: Configuration, _ time: SystemTimeSource) -> StoredIssuers? {
        let log = StandardErrorLog.logger(for: configuration, time: time)
        guard let locators = try? TrustAnchorSources.load(configuration),
            let store = try? ObjectStore(
                directory: configuration.stateDirectory,
                access: .reader,
                time: time,
                log: log
            )
        else { return nil }
        return try? StoredIssuers(store, locators: locators)
    }
}

/// Why nothing can be inspected, in one line.
package struct InspectionError: Error, CustomStringConvertible {
    package let description: String
}
