import NIOCore
import NIOPosix

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Error {
    /// What went wrong, for one line: the system's own words for a system error.
    var plainText: String {
        switch self {
        case let error as IOError: IOError.systemText(error.errnoCode)
        case let error as NIOConnectionError:
            error.connectionErrors.last.map { $0.error.plainText } ?? "unknown host"
        case let error as ChannelError where error.isConnectTimeout: "no answer in time"
        case is SocketAddressError: "unknown host"
        default: "\(self)"
        }
    }
}

extension IOError {
    fileprivate static func systemText(_ errnoCode: CInt) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(errnoCode, &buffer, buffer.count) == 0 else { return "error \(errnoCode)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension ChannelError {
    fileprivate var isConnectTimeout: Bool {
        if case .connectTimeout = self { true } else { false }
    }
}
