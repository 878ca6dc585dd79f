import CLibrsync

/// A failure that librsync reports.
struct RsyncError: Error {
    let reason: String

    init(_ result: rs_result) {
        reason = rs_strerror(result).map { String(cString: $0) } ?? "librsync error \(result.rawValue)"
    }
}

/// A librsync job that is fed in pieces and gives its output in pieces of at most 64 KiB.
final class RsyncJob {
    private let job: OpaquePointer
    /// What the job refers to while it runs.
    private let keepAlive: AnyObject?
    private var output = [CChar](repeating: 0, count: 65_536)
    private var isDone = false

    private init(_ job: OpaquePointer?, keeping object: AnyObject? = nil) throws(RsyncError) {
        guard let job else { throw RsyncError(RS_MEM_ERROR) }
        self.job = job
        keepAlive = object
    }

    deinit {
        rs_job_free(job)
    }

    /// Reads a file's text, gives its signature: strong sums at full length, for content that outsiders shape.
    static func signature(blockLength: Int) throws(RsyncError) -> RsyncJob {
        try RsyncJob(rs_sig_begin(blockLength, 0, RS_RK_BLAKE2_SIG_MAGIC))
    }

    /// Reads a new text, gives the delta that makes it from the text that `signature` is of.
    static func delta(from signature: RsyncSignature) throws(RsyncError) -> RsyncJob {
        try RsyncJob(rs_delta_begin(signature.pointer), keeping: signature)
    }

    /// Reads a signature into the memory that `slot` points to.
    fileprivate static func loading(into slot: UnsafeMutablePointer<OpaquePointer?>) throws(RsyncError) -> RsyncJob {
        try RsyncJob(rs_loadsig_begin(slot))
    }

    /// Reads a delta, gives the new text.
    static func patch(of base: RsyncBase) throws(RsyncError) -> RsyncJob {
        let copy:
            @convention(c) (
                UnsafeMutableRawPointer?, rs_long_t, UnsafeMutablePointer<Int>?,
                UnsafeMutablePointer<UnsafeMutableRawPointer?>?
            ) -> rs_result = { base, position, length, buffer in
                guard let base, let length, let buffer else { return RS_PARAM_ERROR }
                let text = Unmanaged<RsyncBase>.fromOpaque(base).takeUnretainedValue().text
                guard position >= 0, position < text.count, let start = text.baseAddress else { return RS_INPUT_ENDED }
                length.pointee = min(length.pointee, text.count - Int(position))
                // librsync only reads from here.
                buffer.pointee = UnsafeMutableRawPointer(mutating: start + Int(position))
                return RS_DONE
            }
        return try RsyncJob(rs_patch_begin(copy, Unmanaged.passUnretained(base).toOpaque()), keeping: base)
    }

    /// Feeds one piece (the last one says so) and passes on what comes out.
    func feed(
        _ piece: UnsafeRawBufferPointer,
        isLast: Bool,
        to body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var buffers = rs_buffers_s()
        // librsync only reads from here.
        buffers.next_in = UnsafeMutableRawPointer(mutating: piece.baseAddress)?.assumingMemoryBound(to: CChar.self)
        buffers.avail_in = piece.count
        buffers.eof_in = isLast ? 1 : 0
        while !isDone {
            let before = buffers.avail_in
            let (result, written) = output.withUnsafeMutableBufferPointer { output in
                buffers.next_out = output.baseAddress
                buffers.avail_out = output.count
                let result = rs_job_iter(job, &buffers)
                return (result, output.count - buffers.avail_out)
            }
            if written > 0 {
                try output.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<written])) }
            }
            switch result {
            case RS_DONE:
                isDone = true
            case RS_BLOCKED:
                if written == 0, buffers.avail_in == 0, !isLast { return }
                // Blocked with input left and nothing done: it would be so for ever.
                if written == 0, buffers.avail_in == before { throw RsyncError(RS_INPUT_ENDED) }
            default:
                throw RsyncError(result)
            }
        }
    }
}

/// A signature, ready to compute deltas against.
final class RsyncSignature {
    fileprivate let pointer: OpaquePointer

    /// Reads what a signature job gave.
    init(_ bytes: [UInt8]) throws {
        let slot = UnsafeMutablePointer<OpaquePointer?>.allocate(capacity: 1)
        slot.initialize(to: nil)
        defer { slot.deallocate() }
        do {
            let job = try RsyncJob.loading(into: slot)
            try bytes.withUnsafeBytes { try job.feed($0, isLast: true) { _ in } }
            guard let pointer = slot.pointee else { throw RsyncError(RS_CORRUPT) }
            let result = rs_build_hash_table(pointer)
            guard result == RS_DONE else { throw RsyncError(result) }
            self.pointer = pointer
        } catch {
            if let pointer = slot.pointee { rs_free_sumset(pointer) }
            throw error
        }
    }

    deinit {
        rs_free_sumset(pointer)
    }
}

/// The text that a patch copies from.
final class RsyncBase {
    let text: UnsafeRawBufferPointer

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }
}
