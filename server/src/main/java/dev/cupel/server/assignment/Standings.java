package dev.cupel.server.assignment;

import dev.cupel.server.assignment.StagePolicy.Standing;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Where members stand, as this server knows it. Another server, or a setting, may have moved them: the database says so when a lease
 * is asked for, so that what is remembered here need not be true.
 */
@Component
class Standings {
    private static final int LIMIT = 50_000;

    private final Map<Long, Standing> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Standing> eldest) {
            return size() > LIMIT;
        }
    });

    Standing of(long member) {
        return known.getOrDefault(member, Standing.unknown(member));
    }

    void remember(Standing standing) {
        known.put(standing.member(), standing);
    }
}
