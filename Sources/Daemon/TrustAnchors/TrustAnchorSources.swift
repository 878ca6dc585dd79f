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
    /// directory of extra TALs may also be named after a trust anchor that the program carries.
    ///
    /// Constraints that bind nobody would be a protection in name only. Throws on the first file that cannot be read, is
    /// malformed, or belongs to no trust anchor: in the directory of extra TALs to none in use, beside another TAL file
    /// to none whose TAL lies there.
    package static func constraints(
        _ configuration: Configuration
    ) throws(TrustAnchorError) -> [String: ResourceConstraints] {
        var inUse: [String: Set<String>] = [:]
        for path in try locatorFiles(configuration) {
            let directory = URL(fileURLWithPath: standardized(path)).deletingLastPathComponent().path
            inUse[directory, default: []].insert(name(of: path))
        }
        let extra = configuration.extraTALsDirectory.map(standardized)
        if let extra {
            inUse[extra, default: []].formUnion(configuration.usesRIRTrustAnchors ? builtIn.map(\.name) : [])
        }
        var result: [String: ResourceConstraints] = [:]
        for (directory, names) in inUse.sorted(by: { $0.key < $1.key }) {
            let files = try contents(of: directory)
            let present = Set(directory == extra ? [] : files.filter { $0.hasSuffix(".tal") }.map(name(of:)))
            // In whatever case: a file system may tell it apart, and people may not.
            for file in files where !file.hasPrefix(".") && file.lowercased().hasSuffix(".constraints") {
                let path = "\(directory)/\(file)"
                let name = file.hasSuffix(".constraints") ? name(of: file) : nil
                if let name, names.contains(name) {
                    result[name] = try constraints(at: path)
                } else if !(name.map(present.contains) ?? false) {
                    throw TrustAnchorError(description: "constraints file \(path) belongs to no trust anchor")
                }
            }
        }
        return result
    }

    private static func constraints(at path: String) throws(TrustAnchorError) -> ResourceConstraints {
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
        let files = try contents(of: directory).filter { $0.hasSuffix(".tal") }
        return configuration.talFiles + files.map { directory + "/" + $0 }
    }

    /// The names of the files in a directory, sorted.
    private static func contents(of directory: String) throws(TrustAnchorError) -> [String] {
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            throw TrustAnchorError(description: "cannot read directory \(directory)")
        }
        return files.sorted()
    }

    /// The same for each way of writing a path.
    private static func standardized(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
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
