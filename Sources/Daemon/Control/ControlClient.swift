import Foundation
import NIOCore
import NIOPosix

/// Asks the daemon that runs on a state directory.
package enum ControlClient {
    package static func ask(_ request: ControlRequest, stateDirectory: String) async throws(ControlError)
        -> ControlResponse
    {
        let path = try ControlCodec.socketPath(stateDirectory: stateDirectory)
        let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
        do {
            channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: path) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                    }
                }
        } catch {
            throw .notRunning(path: path)
        }
        do {
            return try await channel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(bytes: ControlCodec.encode(request)))
                var answer = Data()
                for try await buffer in inbound {
                    answer.append(contentsOf: buffer.readableBytesView)
                    guard answer.count <= ControlCodec.limit else { break }
                    if answer.last == 0x0A { break }
                }
                return try JSONDecoder().decode(ControlResponse.self, from: answer)
            }
        } catch {
            throw .unusable(path: path, why: "the daemon's answer is cut short")
        }
    }
}
