package dev.cupel.server.assignment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which items are asked about first and which last. Inside a band the order is the project's. */
@Component
public class Bands {
    /** What comes before what. */
    public enum Band {
        FIRST(0),
        USUAL(1),
        LAST(2);

        /** The upper bits of its priorities. */
        private final int code;

        Band(int code) {
            this.code = code;
        }

        @JsonValue
        public String json() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Band of(int code) {
            return Arrays.stream(values())
                    .filter(band -> band.code == code)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no band has the number " + code));
        }
    }

    private final JdbcClient sql;
    private final Cursors cursors;

    Bands(JdbcClient sql, Cursors cursors) {
        this.sql = sql;
        this.cursors = cursors;
    }

    /**
     * Moves items into a band. What is on somebody's screen stays there.
     *
     * @return the band in which each one that moved was before
     */
    @Transactional
    public Map<Long, Band> move(long project, List<Long> items, Band band) {
        cursors.toTheStart(project);
        Map<Long, Band> before = new HashMap<>();
        sql.sql("""
                update place p set priority = in_band(p.priority, :band)
                from (select p.item_id, band_of(p.priority) as was from place p
                      where p.project_id = :project and p.item_id = any (:items) and p.stage = 'production'
                        and band_of(p.priority) <> :band
                      order by p.item_id for update) o
                where p.item_id = o.item_id and p.stage = 'production' returning p.item_id, o.was
                """)
                .param("project", project)
                .param("items", items.toArray(Long[]::new))
                .param("band", band.code)
                .query(row -> {
                    before.put(row.getLong(1), Band.of(row.getInt(2)));
                });
        return before;
    }

    /**
     * @param band only items in this one move
     * @param before where to
     * @return how many moved
     */
    @Transactional
    public int restore(long project, Band band, Map<Long, Band> before) {
        cursors.toTheStart(project);
        List<Map.Entry<Long, Band>> all = List.copyOf(before.entrySet());
        return sql.sql("""
                update place p set priority = in_band(p.priority, o.was)
                from (select p.item_id, w.was
                      from place p join unnest(:items::bigint[], :was::integer[]) as w (item_id, was) on w.item_id = p.item_id
                      where p.project_id = :project and p.stage = 'production' and band_of(p.priority) = :band
                      order by p.item_id for update of p) o
                where p.item_id = o.item_id and p.stage = 'production'
                """)
                .param("items", all.stream().map(Map.Entry::getKey).toArray(Long[]::new))
                .param("was", all.stream().map(e -> e.getValue().code).toArray(Integer[]::new))
                .param("project", project)
                .param("band", band.code)
                .update();
    }
}
