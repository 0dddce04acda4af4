package dev.cupel.server.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.assignment.Bands.Band;
import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Skills;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to each of many items. */
sealed interface ItemChange {
    /** Nobody is asked about it any more; figures and exports leave it out. */
    record Exclude(String reason) implements ItemChange {}

    /** It is taken in again. */
    record Include() implements ItemChange {}

    /** @param wanted how many answers it wants; null for as many as its project wants */
    record Answers(@Nullable Integer wanted) implements ItemChange {}

    /** It is asked about first, in its turn, or last. */
    record Order(Band band) implements ItemChange {}

    /** Only who has all these skills is asked about it. */
    record Need(List<String> skills) implements ItemChange {}

    /** Its best known answers become verified ones. */
    record Gold() implements ItemChange {}

    /** It is in the bin: in no list, figure or export, and nobody is asked about it. */
    record Bin() implements ItemChange {}

    /** It is taken out of the bin. */
    record Restore() implements ItemChange {}

    /**
     * A change as it is asked for and stored.
     *
     * @param kind exclude, include, answers, order, skills, gold, bin or restore
     * @param reason of an exclusion
     * @param answers wanted for each item; absent for as many as the project wants
     * @param order first, usual or last
     * @param skills [] for none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(
            String kind,
            @Nullable String reason,
            @Nullable Integer answers,
            @Nullable String order,
            @Nullable List<@Nullable String> skills) {}

    /** @return itself as it is stored: nothing that does not belong to its kind */
    default Said said() {
        return switch (this) {
            case Exclude(String reason) -> new Said("exclude", reason, null, null, null);
            case Include include -> new Said("include", null, null, null, null);
            case Answers(Integer wanted) -> new Said("answers", null, wanted, null, null);
            case Order(Band band) -> new Said("order", null, null, band.json(), null);
            case Need(List<String> skills) -> new Said("skills", null, null, null, List.copyOf(skills));
            case Gold gold -> new Said("gold", null, null, null, null);
            case Bin bin -> new Said("bin", null, null, null, null);
            case Restore restore -> new Said("restore", null, null, null, null);
        };
    }

    /** @return whether two changes of this kind can leave an item with the same value, so that only their order tells them apart */
    default boolean leavesValue() {
        return switch (this) {
            case Answers answers -> true;
            case Order order -> true;
            case Need need -> true;
            case Exclude exclude -> false;
            case Include include -> false;
            case Gold gold -> false;
            case Bin bin -> false;
            case Restore restore -> false;
        };
    }

    /** @throws Problem change_unknown, reason_missing, out_of_range, order_unknown, skills_invalid */
    static ItemChange of(Said said) {
        return switch (said.kind()) {
            case "exclude" -> new Exclude(reason(said.reason()));
            case "include" -> new Include();
            case "answers" -> new Answers(wanted(said.answers()));
            case "order" -> new Order(band(said.order()));
            case "skills" -> new Need(Skills.of(said.skills()));
            case "gold" -> new Gold();
            case "bin" -> new Bin();
            case "restore" -> new Restore();
            default ->
                throw Problem.invalid(
                        "change_unknown",
                        "kind",
                        "'" + said.kind() + "' is no change to items",
                        "use exclude, include, answers, order, skills, gold, bin or restore");
        };
    }

    private static String reason(@Nullable String reason) {
        if (reason == null || VisibleText.isInvisible(reason)) {
            throw Problem.invalid("reason_missing", "reason", "an exclusion needs a reason", "say in a few words why");
        }
        return reason.strip();
    }

    private static @Nullable Integer wanted(@Nullable Integer answers) {
        if (answers != null) {
            Problem.requireRange("answers", answers, 1, 100);
        }
        return answers;
    }

    private static Band band(@Nullable String order) {
        return Arrays.stream(Band.values())
                .filter(band -> band.json().equals(order))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "order_unknown",
                        "order",
                        order == null ? "it is missing" : "'" + order + "' is no place in the order",
                        "use first, usual or last"));
    }
}
