import Foundation

extension LocalExceptions {
    /// The largest file that is read, in octets.
    package static let maximumSize = 1 << 30

    /// Reads the file at `path` piece by piece; `strict` tolerates nothing.
    package init(path: String, strict: Bool) throws(LocalExceptionsError) {
        let handle: FileHandle
        do {
            handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw LocalExceptionsError(file: path, line: nil, member: nil, detail: Self.reason(of: error))
        }
        defer { try? handle.close() }
        var size = 0
        try self.init(file: path, strict: strict) {
            let piece = try handle.read(upToCount: 1 << 18).map { [UInt8]($0) } ?? []
            size += piece.count
            guard size <= Self.maximumSize else { throw CocoaError(.fileReadTooLarge) }
            return piece
        }
    }

    /// Decodes a whole document in memory; `file` names it in messages, `strict` tolerates nothing.
    package init(decoding bytes: [UInt8], file: String, strict: Bool) throws(LocalExceptionsError) {
        var rest = bytes[...]
        try self.init(file: file, strict: strict) {
            defer { rest = [] }
            return [UInt8](rest)
        }
    }

    private init(
        file: String,
        strict: Bool,
        refill: @escaping () throws -> [UInt8]
    ) throws(LocalExceptionsError) {
        var reader = JSONReader(refill: refill)
        var decoder = LocalExceptionsDecoder(file: file, strict: strict)
        do {
            self = try decoder.readDocument(&reader)
        } catch let failure as JSONReader.Failure {
            throw LocalExceptionsError(file: file, line: failure.line, member: decoder.member, detail: failure.detail)
        } catch {
            throw LocalExceptionsError(file: file, line: nil, member: nil, detail: Self.reason(of: error))
        }
    }

    private static func reason(of error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        return (underlying ?? error as NSError).localizedDescription
    }
}
