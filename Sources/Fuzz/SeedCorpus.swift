import Foundation
import RPKICrypto
import RPKIObjects

/// Seeds: real input, each with the octet before it that picks its target, one file each under its digest.
enum SeedCorpus {
    /// Larger files are of no use as seeds.
    private static let maximumSize = 64 * 1024

    /// Makes seeds of all files at and under `paths` and of ``examples``, reports their number, and ends the program.
    static func make(from paths: [String], in directory: String) -> Never {
        var count = 0
        for (target, octets) in examples { count += write(octets, for: target, in: directory) }
        for path in paths.flatMap(files) {
            guard let data = FileManager.default.contents(atPath: path), (1...maximumSize).contains(data.count) else {
                continue
            }
            for (target, octets) in seeds([UInt8](data), name: path) {
                count += write(octets, for: target, in: directory)
            }
        }
        print("\(count) seeds")
        exit(0)
    }

    /// Writes a seed; returns how many that makes.
    private static func write(_ octets: [UInt8], for target: FuzzTarget, in directory: String) -> Int {
        let seed = [target.rawValue] + octets
        let folder = URL(fileURLWithPath: directory).appending(path: target.name)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return (try? Data(seed).write(to: folder.appending(path: "\(SHA256Digest(hashing: seed))"))) == nil ? 0 : 1
    }

    private static func files(_ path: String) -> [String] {
        guard let inside = FileManager.default.enumerator(atPath: path) else { return [path] }
        return inside.compactMap { ($0 as? String).map { "\(path)/\($0)" } }
    }

    private static func seeds(_ octets: [UInt8], name: String) -> [(FuzzTarget, [UInt8])] {
        switch (name as NSString).pathExtension {
        case "tal": return [(.trustAnchorLocator, octets)]
        case "json", "slurm", "slurm2": return [(.localExceptions, octets), (.payloadFile, octets)]
        case "xml":
            return (0..<3).map { (.rrdp, [120 + $0] + octets) } + [(.rrdpNotification, octets)]
        case "conf", "toml": return [(.configuration, octets)]
        case "uri": return [(.uri, octets)]
        case "rtr": return [(.rtrCache, [127] + octets), (.rtrRouter, [127] + octets), (.pdu, octets)]
        case "ccr": return [(.cacheRepresentation, octets), (.der, octets)]
        case "crl": return [(.revocationList, octets), (.der, octets)]
        default: break
        }
        if let object = try? SignedObject(decoding: octets) {
            let parts = SignedObjectAssembly.parts(of: object)
            let content = FuzzTarget.allCases.filter { $0.signedObjectType == object.type }.map { ($0, parts) }
            return [(.signedObject, octets), (.ber, octets)] + content
        }
        if (try? ResourceCertificate(decoding: octets)) != nil { return [(.certificate, octets), (.der, octets)] }
        if (try? CertificateRevocationList(decoding: octets)) != nil { return [(.revocationList, octets)] }
        // Nothing we can read, or nothing at all: still what a decoder may meet.
        return octets.first == 0x30 ? [(.signedObject, octets), (.certificate, octets)] : []
    }
}
