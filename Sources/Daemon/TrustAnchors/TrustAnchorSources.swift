import Foundation
package import RPKIObjects
package import Validation

/// Why the trust anchors could not be loaded, in one line that names the file.
package struct TrustAnchorError: Error, Equatable, CustomStringConvertible {
    package let description: String
}

/// The trust anchor locators that a configuration names.
package enum TrustAnchorSources {
    /// The five RIRs, unless left out, then the configured files and directories. The name of a trust anchor is its
    /// file's name without the suffix; names must differ. Throws on the first file that is missing or malformed.
    package static func load(_ configuration: Configuration) throws(TrustAnchorError) -> [TrustAnchorLocator] {
        var result: [TrustAnchorLocator] = []
        if configuration.usesRIRTrustAnchors {
            for (name, bytes) in builtIn {
                result.append(try parse(bytes, name: name, path: "built-in \(name).tal"))
            }
        }
        for path in try locatorFiles(configuration) {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw TrustAnchorError(description: "cannot read TAL file \(path)")
            }
            result.append(try parse(Array(data), name: name(of: path), path: path))
        }
        var names: Set<String> = []
        for locator in result where !names.insert(locator.name).inserted {
            throw TrustAnchorError(description: "two trust anchors are named \(locator.name)")
        }
        guard !result.isEmpty else { throw TrustAnchorError(description: "no trust anchor: give --tal-file") }
        return result
    }

    /// The constraints of those trust anchors that have a file `NAME.constraints` beside their TAL file. One in the
    /// directory of extra TALs may also be named after a trust anchor that the program carries. Throws on the first
    /// file that is malformed.
    package static func constraints(
        _ configuration: Configuration
    ) throws(TrustAnchorError) -> [String: ResourceConstraints] {
        var result: [String: ResourceConstraints] = [:]
        for path in try locatorFiles(configuration) {
            let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
            result[name(of: path)] = try constraints(of: name(of: path), in: directory)
        }
        if let directory = configuration.extraTALsDirectory, configuration.usesRIRTrustAnchors {
            for (name, _) in builtIn { result[name] = try constraints(of: name, in: directory) }
        }
        return result
    }

    private static func constraints(
        of name: String,
        in directory: String
    ) throws(TrustAnchorError) -> ResourceConstraints? {
        let path = "\(directory)/\(name).constraints"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw TrustAnchorError(description: "cannot read constraints file \(path)")
        }
        do throws(ConstraintsError) {
            return try ResourceConstraints(parsing: String(decoding: data, as: UTF8.self))
        } catch {
            throw TrustAnchorError(description: "\(path): \(error)")
        }
    }

    /// The configured TAL files, then those of the configured directory.
    private static func locatorFiles(_ configuration: Configuration) throws(TrustAnchorError) -> [String] {
        guard let directory = configuration.extraTALsDirectory else { return configuration.talFiles }
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw TrustAnchorError(description: "cannot read directory \(directory)")
        }
        return configuration.talFiles + files.filter { $0.hasSuffix(".tal") }.sorted().map { directory + "/" + $0 }
    }

    private static func name(of path: String) -> String {
        URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }

    /// Name and text of the TALs that the program carries.
    package static let builtIn: [(name: String, text: [UInt8])] = [
        ("afrinic", PackageResources.afrinic_tal),
        ("apnic", PackageResources.apnic_tal),
        ("arin", PackageResources.arin_tal),
        ("lacnic", PackageResources.lacnic_tal),
        ("ripe", PackageResources.ripe_tal),
    ]

    private static func parse(
        _ bytes: [UInt8],
        name: String,
        path: String
    ) throws(TrustAnchorError) -> TrustAnchorLocator {
        do {
            return try TrustAnchorLocator(parsing: String(decoding: bytes, as: UTF8.self), name: name)
        } catch {
            throw TrustAnchorError(description: "\(path): \(error)")
        }
    }
}
