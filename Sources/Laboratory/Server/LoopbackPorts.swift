import Foundation

/// Ports of 127.0.0.1.
enum LoopbackPorts {
    /// The given ports, and free ones in place of zeros. Each is checked to be free now.
    static func reserve(_ ports: [UInt16]) throws(LaboratoryError) -> [UInt16] {
        // All stay bound until all are found, so that no port is found twice.
        var descriptors: [Int32] = []
        defer { for descriptor in descriptors { close(descriptor) } }
        var found: [UInt16] = []
        for port in ports {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard descriptor >= 0 else { throw .portUnavailable(port) }
            descriptors.append(descriptor)
            var one: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
            guard let bound = bind(descriptor, to: port) else { throw .portUnavailable(port) }
            found.append(bound)
        }
        return found
    }

    /// Whether something accepts connections at a port.
    static func isListening(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return withAddress(port) { connect(descriptor, $0, $1.pointee) == 0 }
    }

    /// Binds to a port of 127.0.0.1 and returns it; nil when it is taken.
    private static func bind(_ descriptor: Int32, to port: UInt16) -> UInt16? {
        withAddress(port) { address, length in
            guard Foundation.bind(descriptor, address, length.pointee) == 0,
                getsockname(descriptor, address, length) == 0
            else { return nil }
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
    }

    private static func withAddress<Result>(
        _ port: UInt16,
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }
}
