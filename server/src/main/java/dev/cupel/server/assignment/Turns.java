package dev.cupel.server.assignment;

import dev.cupel.server.assignment.StagePolicy.Turn;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Whose turn it is, as this server knows it. Another server, or a setting, may have moved it: the database says so when a lease is
 * asked for, so that what is remembered here need not be true.
 */
@Component
class Turns {
    private static final int LIMIT = 50_000;

    private final Map<Long, Turn> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Turn> eldest) {
            return size() > LIMIT;
        }
    });

    Turn of(long member) {
        return known.getOrDefault(member, Turn.unknown(member));
    }

    void remember(Turn turn) {
        known.put(turn.member(), turn);
    }
}
