/// An object's URI, cut into the directory (with its final slash) and the file name.
struct ObjectName: Hashable {
    let directory: String
    let file: String

    private static let lengthLimit = 4096

    /// - Throws: ``StoreError/unusableName(uri:)`` unless the URI is printable ASCII and has both parts.
    init(_ uri: String) throws(StoreError) {
        guard uri.utf8.count <= Self.lengthLimit, uri.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let slash = uri.utf8.lastIndex(of: 0x2F), uri.utf8.index(after: slash) != uri.utf8.endIndex
        else { throw .unusableName(uri: uri) }
        let start = uri.utf8.index(after: slash)
        directory = String(uri[..<start])
        file = String(uri[start...])
    }
}
