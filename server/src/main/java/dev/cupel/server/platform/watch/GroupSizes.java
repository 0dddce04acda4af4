package dev.cupel.server.platform.watch;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntConsumer;
import org.springframework.stereotype.Component;

/** Counts how many requests share one commit. */
@Component
public final class GroupSizes {
    private final MeterRegistry metrics;

    GroupSizes(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @param kind what is committed together: save or lease */
    public IntConsumer of(String kind) {
        DistributionSummary sizes = DistributionSummary.builder("cupel.group.commit.size")
                .description("Requests that shared one transaction")
                .tag("kind", kind)
                .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
                .register(metrics);
        return sizes::record;
    }
}
