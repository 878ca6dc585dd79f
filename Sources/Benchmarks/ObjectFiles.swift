import Foundation

/// Published objects in memory, by the extensions of their files.
struct ObjectFiles {
    private var contents: [String: [[UInt8]]] = [:]

    /// Reads the files below `directories`, at most `limit` of each extension, in the order of their paths.
    init(below directories: [String], limit: Int) throws {
        for directory in directories {
            let root = URL(fileURLWithPath: directory, isDirectory: true)
            guard let paths = FileManager.default.enumerator(atPath: root.path) else {
                throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: directory])
            }
            for path in paths.allObjects.compactMap({ $0 as? String }).sorted() {
                let type = (path as NSString).pathExtension
                guard ["cer", "crl", "mft", "roa"].contains(type), contents[type, default: []].count < limit else {
                    continue
                }
                contents[type, default: []].append([UInt8](try Data(contentsOf: root.appendingPathComponent(path))))
            }
        }
    }

    /// The objects whose files have this extension.
    func objects(_ fileExtension: String) -> [[UInt8]] { contents[fileExtension] ?? [] }
}
