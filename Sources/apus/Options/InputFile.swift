import Foundation
import NumberResources

/// Reads files that a person names, within bounds.
enum InputFile {
    /// Octets of the largest file that is read.
    static let maximumSize = 256 << 20

    /// The octets of the file, or of standard input for `-`.
    static func read(_ path: String) throws(Failure) -> [UInt8] {
        let name = path == "-" ? "standard input" : path.printable
        var isDirectory: ObjCBool = false
        if path != "-", FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
            throw Failure("cannot read \(name): it is a directory")
        }
        guard let handle = path == "-" ? .standardInput : FileHandle(forReadingAtPath: path) else {
            throw Failure("cannot read \(name): \(String(cString: strerror(errno)))")
        }
        var octets: [UInt8] = []
        do {
            while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty {
                guard octets.count + chunk.count <= maximumSize else {
                    throw Failure("cannot read \(name): it has more than \(maximumSize >> 20) MiB")
                }
                octets += chunk
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("cannot read \(name): \(error.localizedDescription)")
        }
        return octets
    }
}
