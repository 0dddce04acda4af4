package dev.cupel.server.draft;

import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Placing;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What models propose for items. */
@RestController
@RequestMapping("/api/v1/projects/{project}/drafts")
final class DraftController {
    /**
     * @param source name and version of whatever made the drafts, as people and exports will read it
     * @param unit what offsets of spans count: utf16 unless it says code_points
     * @param drafts at most 1,000, one for an item; more are sent in several requests
     */
    record NewDrafts(
            @Nullable @Length(max = 200) String source,
            @Nullable String unit,
            @Length(min = 1, max = 1_000) List<Drafts.Proposed> drafts) {}

    record DraftSources(List<Drafts.Source> sources) {}

    record Retired(int retired) {}

    private final Drafts drafts;

    DraftController(Drafts drafts) {
        this.drafts = drafts;
    }

    /** Puts drafts in force, all or none; an item's draft before, of whatever source, is replaced. The same again changes nothing. */
    @Access(Level.MANAGER)
    @PutMapping
    Drafts.Kept put(Membership me, @RequestBody NewDrafts body) {
        String source = body.source() == null ? "" : body.source().strip();
        if (VisibleText.isInvisible(source)) {
            throw Problem.invalid(
                    "source_missing",
                    "source",
                    "nobody would know who made the drafts",
                    "name the model and its version");
        }
        return drafts.put(me.projectId(), source, Placing.unit(body.unit()), body.drafts(), me.accountId());
    }

    /** Drafts in force, by who made them. */
    @Access(Level.REVIEWER)
    @GetMapping
    DraftSources sources(Membership me) {
        return new DraftSources(drafts.sources(me.projectId()));
    }

    /** Takes all drafts of a source out of force: items are handed out without them. */
    @Access(Level.MANAGER)
    @DeleteMapping
    Retired retire(Membership me, @RequestParam String source) {
        return new Retired(drafts.retire(me.projectId(), source));
    }
}
