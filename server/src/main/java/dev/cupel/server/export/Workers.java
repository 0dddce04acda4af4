package dev.cupel.server.export;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who annotated, under a name that is theirs alone in the file. */
final class Workers {
    /** @param kind person, simulated or model */
    record Worker(String name, String kind) {}

    private final Map<Long, Worker> byMember;

    private Workers(Map<Long, Worker> byMember) {
        this.byMember = byMember;
    }

    /** Two members of one name get their number behind it. */
    static Workers of(JdbcClient snapshot, long project) {
        Map<Long, Worker> found = new LinkedHashMap<>();
        Map<String, Integer> uses = new HashMap<>();
        snapshot.sql("""
                select m.id, a.display_name, a.kind from member m join account a on a.id = m.account_id
                where m.project_id = ? order by m.id
                """).param(project).query(row -> {
            found.put(row.getLong(1), new Worker(row.getString(2), row.getString(3)));
            uses.merge(row.getString(2), 1, Integer::sum);
        });
        Map<Long, Worker> named = new HashMap<>();
        found.forEach((id, worker) -> named.put(
                id,
                uses.getOrDefault(worker.name(), 1) == 1
                        ? worker
                        : new Worker(worker.name() + " #" + id, worker.kind())));
        return new Workers(named);
    }

    Worker of(long member) {
        Worker worker = byMember.get(member);
        return worker == null ? new Worker("#" + member, "person") : worker;
    }
}
