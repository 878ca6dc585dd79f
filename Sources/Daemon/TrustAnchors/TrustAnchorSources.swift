import Foundation
package import RPKIObjects

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
        var paths = configuration.talFiles
        if let directory = configuration.extraTALsDirectory {
            guard let files = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
                throw TrustAnchorError(description: "cannot read directory \(directory)")
            }
            paths += files.filter { $0.hasSuffix(".tal") }.sorted().map { directory + "/" + $0 }
        }
        for path in paths {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw TrustAnchorError(description: "cannot read TAL file \(path)")
            }
            let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            result.append(try parse(Array(data), name: name, path: path))
        }
        var names: Set<String> = []
        for locator in result where !names.insert(locator.name).inserted {
            throw TrustAnchorError(description: "two trust anchors are named \(locator.name)")
        }
        guard !result.isEmpty else { throw TrustAnchorError(description: "no trust anchor: give --tal-file") }
        return result
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
