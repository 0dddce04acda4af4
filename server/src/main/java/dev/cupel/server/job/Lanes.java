package dev.cupel.server.job;

import dev.cupel.server.platform.StartFailure;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many jobs of each lane this server runs at once; 0 leaves a lane to other servers on the database. */
@Component
record Lanes(int cpu, int io, int model) {
    private static final int MOST = 64;

    /** @throws StartFailure if a number is not in [0, 64] */
    Lanes(
            @Value("${cupel.jobs.cpu:2}") int cpu,
            @Value("${cupel.jobs.io:2}") int io,
            @Value("${cupel.jobs.model:4}") int model) {
        this.cpu = cpu;
        this.io = io;
        this.model = model;
        for (Lane lane : Lane.values()) {
            if (places(lane) < 0 || places(lane) > MOST) {
                throw new StartFailure(
                        "cupel.jobs." + lane.name().toLowerCase(Locale.ROOT) + " is " + places(lane) + ".",
                        "Say how many such jobs run at once: 0 to " + MOST + ".");
            }
        }
    }

    int places(Lane lane) {
        return switch (lane) {
            case CPU -> cpu;
            case IO -> io;
            case MODEL -> model;
        };
    }
}
