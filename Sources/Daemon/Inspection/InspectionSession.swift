import DER
import FlightEvents
import NumberResources
import ObjectStore
package import RPKIObjects

/// An inspector set up as a configuration says: profile, instant, trust anchors and store.
package struct InspectionSession {
    package let inspector: ObjectInspector

    /// - Parameters:
    ///   - tolerances: reasons that lead to a warning besides those that the profile tolerates.
    ///   - issuers: files to look for issuers in before the store, by name.
    /// - Throws: ``InspectionError`` for an issuer that is none, a TAL that cannot be used, and a store that is there but
    ///   cannot be read.
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
                throw InspectionError(
                    description: "cannot use issuer \(name.printable): \(error.description.printable)"
                )
            }
        }
        let time = SystemTimeSource()
        let profile: Profile = configuration.isStrict ? .strict : .default
        inspector = ObjectInspector(
            profile: profile.tolerating(tolerances),
            isStrict: configuration.isStrict,
            instant: configuration.evaluationTime ?? time.now().posix,
            files: files,
            store: try Self.store(configuration, time),
            maximumDepth: configuration.maxCADepth
        )
    }

    /// The store; nil when there is none yet: without it there is still much to be said.
    private static func store(
        _ configuration: Configuration,
        _ time: SystemTimeSource
    ) throws(InspectionError) -> StoredIssuers? {
        // Without trust anchors nothing in the store counts.
        let hasLocators =
            configuration.usesRIRTrustAnchors || !configuration.talFiles.isEmpty
            || configuration.extraTALsDirectory != nil
        guard hasLocators else { return nil }
        let locators: [TrustAnchorLocator]
        do throws(TrustAnchorError) {
            locators = try TrustAnchorSources.load(configuration)
        } catch {
            throw InspectionError(description: error.description.printable)
        }
        do throws(StoreError) {
            let store = try ObjectStore(
                directory: configuration.stateDirectory,
                access: .reader,
                time: time,
                log: StandardErrorLog.logger(for: configuration, time: time)
            )
            return try StoredIssuers(store, locators: locators)
        } catch {
            let failure: StoreError = error
            if case .empty = failure { return nil }
            throw InspectionError(description: failure.description.printable)
        }
    }
}

/// Why nothing can be inspected, in one line.
package struct InspectionError: Error, CustomStringConvertible {
    package let description: String
}
