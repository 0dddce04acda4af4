package dev.cupel.server.assignment;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Skills;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Skills that items ask for. */
@RestController
@RequestMapping("/api/v1/projects/{project}/needs")
final class NeedsController {
    record DemandList(List<Needs.Demand> demands) {}

    /**
     * @param items by number; unknown ones are passed over
     * @param skills all of which somebody must have to be asked; [] for none
     */
    record ItemNeeds(
            @Length(min = 1, max = 10_000) List<Long> items,
            @Nullable @Length(max = 50) List<@Nullable String> skills) {}

    record NeedsChanged(int changed) {}

    private final Needs needs;

    NeedsController(Needs needs) {
        this.needs = needs;
    }

    /** Open work by what it asks for, and how many members may be asked. */
    @Access(Level.REVIEWER)
    @GetMapping
    DemandList demands(Membership me) {
        return new DemandList(needs.of(me.projectId()));
    }

    @Access(Level.MANAGER)
    @PutMapping
    NeedsChanged put(Membership me, @RequestBody ItemNeeds body) {
        return new NeedsChanged(needs.set(me.projectId(), body.items(), Skills.of(body.skills()))
                .size());
    }
}
