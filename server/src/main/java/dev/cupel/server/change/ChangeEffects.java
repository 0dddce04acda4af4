package dev.cupel.server.change;

import dev.cupel.server.annotation.SentBack;
import dev.cupel.server.annotation.TakenOut;
import dev.cupel.server.assignment.Bands;
import dev.cupel.server.assignment.Bands.Band;
import dev.cupel.server.assignment.Needs;
import dev.cupel.server.item.AnswersWanted;
import dev.cupel.server.item.Bin;
import dev.cupel.server.item.Exclusions;
import dev.cupel.server.item.GoldAnswers;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What changes do to items, and undo of them; each change by the room that owns what is changed, in the caller's transaction. */
@Component
class ChangeEffects {
    private final JsonMapper json;
    private final Projects projects;
    private final Exclusions exclusions;
    private final AnswersWanted answersWanted;
    private final GoldAnswers goldAnswers;
    private final Bands bands;
    private final Needs needs;
    private final Bin bin;
    private final TakenOut takenOut;
    private final SentBack sentBack;

    ChangeEffects(
            JsonMapper json,
            Projects projects,
            Exclusions exclusions,
            AnswersWanted answersWanted,
            GoldAnswers goldAnswers,
            Bands bands,
            Needs needs,
            TakenOut takenOut,
            SentBack sentBack,
            Bin bin) {
        this.takenOut = takenOut;
        this.sentBack = sentBack;
        this.json = json;
        this.projects = projects;
        this.exclusions = exclusions;
        this.answersWanted = answersWanted;
        this.goldAnswers = goldAnswers;
        this.bands = bands;
        this.needs = needs;
        this.bin = bin;
    }

    /** Nothing has to be known of them but that they were met. */
    private Map<Long, JsonNode> met(List<Long> items) {
        Map<Long, JsonNode> met = new HashMap<>();
        items.forEach(item -> met.put(item, json.createObjectNode()));
        return met;
    }

    /** What an item wanted; a record of its own, as a bare null would be no value. */
    private record Wanted(@Nullable Integer answers) {}

    /**
     * @param number of the change
     * @return those that were otherwise before, with what they were or when they changed, as JSON that {@link #takeBack} reads
     */
    Map<Long, JsonNode> make(long project, long number, UUID author, ItemChange change, List<Long> items) {
        return switch (change) {
            case ItemChange.Another another -> written(answersWanted.another(project, items), was -> was);
            case ItemChange.TakeOut(long member, String reason) ->
                met(takenOut.takeOut(project, number, member, items, author, reason));
            case ItemChange.SendBack(long member, String reason) ->
                met(sentBack.send(project, number, member, items, author, reason));
            case ItemChange.Exclude(String reason) ->
                written(exclusions.excludeAll(project, items, author, reason), at -> at);
            case ItemChange.Include include -> written(exclusions.includeAll(project, items), was -> was);
            case ItemChange.Answers(Integer wanted) -> written(answersWanted.set(project, items, wanted), Wanted::new);
            case ItemChange.Order(Band band) -> written(bands.move(project, items, band), Band::json);
            case ItemChange.Need(List<String> skills) -> written(needs.set(project, items, skills), was -> was);
            case ItemChange.Gold gold ->
                written(goldAnswers.promote(project, questions(projects.schema(project)), author, items), at -> at);
            case ItemChange.Bin put -> written(bin.putIn(project, items, author), at -> at);
            case ItemChange.Restore taken -> written(bin.takeOut(project, items), was -> was);
        };
    }

    /**
     * @param author who takes it back
     * @param before what {@link #make} gave for some of its items
     * @return how many are as they were again; the others have been changed since, and stay as they are
     */
    int takeBack(long project, long number, UUID author, ItemChange change, Map<Long, JsonNode> before) {
        return switch (change) {
            case ItemChange.Another another ->
                answersWanted.restore(project, read(before, was -> json.treeToValue(was, AnswersWanted.Changed.class)));
            case ItemChange.TakeOut out ->
                takenOut.bringBack(project, number, List.copyOf(before.keySet()), author)
                        .size();
            case ItemChange.SendBack back -> sentBack.callOff(number, List.copyOf(before.keySet()), author);
            case ItemChange.Exclude exclude ->
                exclusions.includeAgain(project, read(before, was -> json.treeToValue(was, Instant.class)));
            case ItemChange.Include include ->
                exclusions.excludeAgain(
                        project, read(before, was -> json.treeToValue(was, Exclusions.Exclusion.class)));
            case ItemChange.Answers(Integer wanted) ->
                answersWanted.restore(
                        project,
                        read(
                                before,
                                was -> new AnswersWanted.Changed(
                                        json.treeToValue(was, Wanted.class).answers(), wanted)));
            case ItemChange.Order(Band band) ->
                bands.restore(project, band, read(before, was -> json.treeToValue(was, Band.class)));
            case ItemChange.Need(List<String> skills) -> needs.restore(project, skills, read(before, JsonNode::asInt));
            case ItemChange.Gold gold ->
                goldAnswers.demote(project, read(before, was -> json.treeToValue(was, Instant.class)));
            case ItemChange.Bin put ->
                bin.takeOutAgain(project, read(before, was -> json.treeToValue(was, Instant.class)));
            case ItemChange.Restore taken ->
                bin.putInAgain(project, read(before, was -> json.treeToValue(was, Bin.Binned.class)));
        };
    }

    /** All of its items were gone through, there or back. */
    void over(long project, ItemChange change) {
        if (change instanceof ItemChange.TakeOut) {
            takenOut.over(project);
        }
    }

    private static List<Short> questions(SchemaCodes codes) {
        return codes.schema().questions().stream().map(codes::number).toList();
    }

    private <T extends @Nullable Object> Map<Long, JsonNode> written(Map<Long, T> before, Function<T, Object> as) {
        Map<Long, JsonNode> written = new HashMap<>();
        before.forEach((item, was) -> written.put(item, json.valueToTree(as.apply(was))));
        return written;
    }

    private static <T extends @Nullable Object> Map<Long, T> read(
            Map<Long, JsonNode> before, Function<JsonNode, T> as) {
        Map<Long, T> read = new HashMap<>();
        before.forEach((item, was) -> read.put(item, as.apply(was)));
        return read;
    }
}
