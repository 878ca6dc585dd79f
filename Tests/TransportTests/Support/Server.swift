import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why the surroundings of a test are not what it needs.
struct SetupError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A real server program on a loopback port, ended with the last reference.
final class ServerProcess: Sendable {
    private let child: Mutex<Child?>

    /// Starts `program` and waits until something listens on `port`.
    init(_ program: String, _ arguments: [String], port: UInt16) throws {
        let child = try Child(program, arguments)
        for _ in 0..<500 {
            if Loopback.accepts(port) {
                self.child = Mutex(child)
                return
            }
            if child.status(waiting: false) != nil { throw SetupError("\(program) ended at once") }
            usleep(20_000)
        }
        child.end()
        throw SetupError("\(program) does not listen on port \(port)")
    }

    func stop() {
        child.withLock { child in
            child?.end()
            child = nil
        }
    }

    deinit {
        stop()
    }

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String]) throws {
        guard try Child(program, arguments).status(waiting: true) == 0 else {
            throw SetupError("\(program) \(arguments.joined(separator: " ")) failed")
        }
    }
}

/// A child process without input or output.
private struct Child {
    private let identifier: pid_t

    init(_ program: String, _ arguments: [String]) throws {
        let path = try Self.find(program)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in 0...2 as ClosedRange<Int32> {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        // Threads of Swift's pool block signals, which a child inherits.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var mask = sigset_t()
        sigemptyset(&mask)
        posix_spawnattr_setsigmask(&attributes, &mask)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        defer {
            for word in words { free(word) }
        }
        var identifier: pid_t = 0
        guard posix_spawn(&identifier, path, &actions, &attributes, &words, environ) == 0 else {
            throw SetupError("\(path) cannot be started")
        }
        self.identifier = identifier
    }

    /// The status with which it ended; nil while it runs.
    func status(waiting: Bool) -> Int32? {
        var status: Int32 = 0
        return waitpid(identifier, &status, waiting ? 0 : WNOHANG) == identifier ? status : nil
    }

    func end() {
        kill(identifier, SIGTERM)
        for _ in 0..<250 {
            if status(waiting: false) != nil { return }
            usleep(20_000)
        }
        kill(identifier, SIGKILL)
        _ = status(waiting: true)
    }

    /// The path of a program that a test cannot do without.
    private static func find(_ program: String) throws -> String {
        for directory in ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"] {
            let path = "\(directory)/\(program)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw SetupError("\(program) is not installed (Debian: nginx-light, rsync, openssl)")
    }

}

enum Loopback {
    /// A port on which nothing listens now.
    static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = address(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
            }
        }
        guard bound else { throw SetupError("no free port") }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Whether this machine has ::1.
    static let hasIPv6: Bool = {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }()

    /// Whether something listens on a port.
    static func accepts(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = address(port)
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

/// A certification authority for TLS and a certificate of `localhost`, made once.
struct TLSFiles: Sendable {
    let directory: TemporaryDirectory
    var root: String { directory.path + "/ca.pem" }
    var certificate: String { directory.path + "/server.pem" }
    var key: String { directory.path + "/server.key" }

    static let shared = Result { try TLSFiles() }

    private init() throws {
        directory = TemporaryDirectory()
        let ca = directory.path + "/ca"
        let server = directory.path + "/server"
        let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try ServerProcess.run(
            "openssl",
            ["req", "-x509", "-days", "30", "-subj", "/CN=test root", "-keyout", ca + ".key", "-out", ca + ".pem"]
                + newKey
                + ["-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"]
        )
        try ServerProcess.run(
            "openssl",
            ["req", "-subj", "/CN=localhost", "-keyout", server + ".key", "-out", server + ".csr"] + newKey
        )
        try directory.write(
            "ext",
            "subjectAltName=DNS:localhost,DNS:repo.example,DNS:*.repo.example\nextendedKeyUsage=serverAuth\n"
        )
        try ServerProcess.run(
            "openssl",
            [
                "x509", "-req", "-in", server + ".csr", "-CA", ca + ".pem", "-CAkey", ca + ".key", "-CAcreateserial",
                "-days", "20", "-extfile", directory.path + "/ext", "-out", server + ".pem",
            ]
        )
    }
}

/// nginx with TLS, serving the files of a directory.
final class HTTPSServer: Sendable {
    let root = TemporaryDirectory()
    let port: UInt16
    private let state = TemporaryDirectory()
    private let process: ServerProcess

    var base: String { "https://localhost:\(port)" }

    /// - Parameter locations: further `location` blocks of the configuration; `$PORT` stands for the port.
    init(locations: String = "") throws {
        let tls = try TLSFiles.shared.get()
        port = try Loopback.freePort()
        let scratch = state.path + "/tmp"
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(scratch);" }
        try state.write(
            "nginx.conf",
            """
            worker_processes 1;
            daemon off;
            master_process off;
            pid \(state.path)/pid;
            error_log \(state.path)/error.log;
            events { worker_connections 256; }
            http {
              access_log \(state.path)/access.log;
              \(temporary.joined(separator: "\n"))
              types { text/xml xml; }
              gzip on; gzip_types text/xml; gzip_min_length 0;
              server {
                listen 127.0.0.1:\(port) ssl http2;
                ssl_certificate \(tls.certificate);
                ssl_certificate_key \(tls.key);
                root \(root.path);
                \(locations.replacingOccurrences(of: "$PORT", with: "\(port)"))
              }
            }
            """
        )
        process = try ServerProcess(
            "nginx",
            ["-c", state.path + "/nginx.conf", "-p", state.path, "-e", state.path + "/error.log"],
            port: port
        )
    }

    func stop() {
        process.stop()
    }

    /// The paths asked for so far, with the status of each answer.
    var requests: [String] {
        let log = FileManager.default.contents(atPath: state.path + "/access.log") ?? Data()
        return String(decoding: log, as: UTF8.self).split(separator: "\n").map { line in
            let fields = line.split(separator: "\"", omittingEmptySubsequences: false)
            guard fields.count > 2 else { return String(line) }
            let path = fields[1].split(separator: " ").dropFirst().first ?? ""
            return "\(path) \(fields[2].split(separator: " ").first ?? "")"
        }
    }
}

/// A real rsync daemon with one module, `repo`.
final class RsyncDaemon: Sendable {
    let root = TemporaryDirectory()
    let port: UInt16
    private let state = TemporaryDirectory()
    private let process: ServerProcess

    var module: String { "rsync://localhost:\(port)/repo/" }
    var log: String {
        String(decoding: FileManager.default.contents(atPath: state.path + "/log") ?? Data(), as: UTF8.self)
    }

    init() throws {
        port = try Loopback.freePort()
        try state.write(
            "rsyncd.conf",
            """
            use chroot = no
            address = 127.0.0.1
            port = \(port)
            uid = \(getuid())
            gid = \(getgid())
            read only = yes
            log file = \(state.path)/log
            [repo]
            path = \(root.path)
            """
        )
        process = try ServerProcess(
            "rsync",
            ["--daemon", "--no-detach", "--config=\(state.path)/rsyncd.conf"],
            port: port
        )
    }

    func stop() {
        process.stop()
    }
}
