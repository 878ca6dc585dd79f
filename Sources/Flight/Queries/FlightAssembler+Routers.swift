import GRDB

extension FlightAssembler {
    /// A router's first End of Data with a publication or a later one; none (nil) of a router that was
    /// connected when it was served.
    struct Uptake {
        let router: String
        let publication: Int64?
        let acknowledged: Moment?
        let confirmed: Moment?
    }

    func routerStages(of event: Event, served: Moment?) throws -> [FlightStage] {
        let uptakes = try uptakes(of: event.publication).filter { uptake in
            guard let publication = uptake.publication, let next = event.next else { return true }
            return publication < next
        }
        guard !uptakes.isEmpty else {
            return [FlightStage(.takenUp, at: nil, since: nil, source: "no router yet")]
        }
        return uptakes.flatMap { uptake in
            var stages: [FlightStage] = []
            stages.append(
                FlightStage(
                    .takenUp,
                    at: uptake.acknowledged,
                    since: served,
                    source: uptake.acknowledged == nil
                        ? "\(uptake.router): no acknowledgement on record"
                        : "\(uptake.router): TCP acknowledged End of Data",
                    router: uptake.router
                )
            )
            if let confirmed = uptake.confirmed {
                stages.append(
                    FlightStage(
                        .confirmed,
                        at: confirmed,
                        since: uptake.acknowledged ?? served,
                        source: "\(uptake.router): next query carried the serial",
                        router: uptake.router
                    )
                )
            }
            return stages
        }
    }

    /// First uptakes of a publication, in order of time. A router that was there when it was served counts
    /// once for each of its connections then; one that comes (again) later only if its host has not been seen.
    func uptakes(of publication: Int64) throws -> [Uptake] {
        if let known = uptakes[publication] { return known }
        let served: Int64 = try self.publication(publication)?["published_ns"] ?? 0
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT s.run_id, s.connection, s.peer, s.step, min(s.step_id), s.publication_id, s.at_ns,
                    s.monotonic_ns, runs.boot_id,
                    EXISTS (SELECT 1 FROM router_steps c WHERE c.run_id = s.run_id AND c.connection = s.connection
                        AND c.at_ns <= ?2 AND c.step = 'connected') AS was_connected
                FROM router_steps s LEFT JOIN runs USING (run_id)
                WHERE s.step IN ('end-of-data-acknowledged', 'end-of-data-confirmed') AND s.publication_id >= ?1
                GROUP BY s.run_id, s.connection, s.step ORDER BY s.at_ns, s.step_id
                """,
            arguments: [publication, served]
        )
        var order: [String] = []
        var found: [String: (router: String, steps: [String: Row])] = [:]
        var hosts: Set<Substring> = []
        for row in rows {
            let peer: String = row["peer"]
            let key = "\(row["run_id"] as Int64) \(row["connection"] as Int64)"
            let host = peer.lastIndex(of: ":").map { peer[..<$0] } ?? peer[...]
            if found[key] == nil {
                guard !hosts.contains(host) || row["was_connected"] as Bool else { continue }
                order.append(key)
                found[key] = (peer, [:])
                hosts.insert(host)
            }
            found[key]?.steps[row["step"]] = row
        }
        var result: [Uptake] = order.compactMap { key in
            guard let (router, steps) = found[key] else { return nil }
            let acknowledged = steps["end-of-data-acknowledged"]
            let confirmed = steps["end-of-data-confirmed"]
            guard let first: Int64 = (acknowledged ?? confirmed)?["publication_id"] else { return nil }
            return Uptake(
                router: router,
                publication: first,
                acknowledged: acknowledged?.moment("at_ns", anchor: "at_ns"),
                confirmed: confirmed?.moment("at_ns", anchor: "at_ns")
            )
        }
        result += try connections(at: publication).filter { found[$0.key] == nil }.map {
            Uptake(router: $0.peer, publication: nil, acknowledged: nil, confirmed: nil)
        }
        uptakes[publication] = result
        return result
    }

    /// The connections that were there when a publication was served.
    private func connections(at publication: Int64) throws -> [(key: String, peer: String)] {
        try Row.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT c.run_id, c.connection, c.peer
                    FROM publications p JOIN router_steps c ON c.run_id = p.run_id
                    WHERE p.publication_id = ? AND c.step = 'connected' AND c.at_ns <= published_ns
                        AND NOT EXISTS (SELECT 1 FROM router_steps d WHERE d.run_id = c.run_id
                            AND d.connection = c.connection AND d.step = 'disconnected' AND d.at_ns <= published_ns)
                    ORDER BY c.step_id
                    """
            ),
            arguments: [publication]
        ).map { ("\($0["run_id"] as Int64) \($0["connection"] as Int64)", $0["peer"]) }
    }
}
