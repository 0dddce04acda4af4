package dev.cupel.server.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.assignment.Bands.Band;
import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Skills;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
    /** Somebody else is asked about it, whatever it wanted: one answer more than it has. */
    record Another() implements ItemChange {}

    /** What a member said about it counts nowhere any more, and others are asked where answers are missing. */
    record TakeOut(long member, String reason) implements ItemChange {}

    /** The member is asked about it once more. */
    record SendBack(long member, String reason) implements ItemChange {}

    /**
     * A change as it is asked for and stored.
     *
     * @param kind exclude, include, answers, another, order, skills, gold, bin, restore, take_out or send_back
     * @param reason of an exclusion, or why answers are taken out or sent back
     * @param answers wanted for each item; absent for as many as the project wants
     * @param order first, usual or last
     * @param skills [] for none
     * @param member whose answers are taken out or sent back
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Said(
            String kind,
            @Nullable String reason,
            @Nullable Integer answers,
            @Nullable String order,
            @Nullable List<@Nullable String> skills,
            @Nullable Long member) {}

    /** @return itself as it is stored: nothing that does not belong to its kind */
    default Said said() {
        return switch (this) {
            case Exclude(String reason) -> new Said("exclude", reason, null, null, null, null);
            case Include include -> new Said("include", null, null, null, null, null);
            case Answers(Integer wanted) -> new Said("answers", null, wanted, null, null, null);
            case Order(Band band) -> new Said("order", null, null, band.json(), null, null);
            case Need(List<String> skills) -> new Said("skills", null, null, null, List.copyOf(skills), null);
            case Gold gold -> new Said("gold", null, null, null, null, null);
            case Another another -> new Said("another", null, null, null, null, null);
            case TakeOut(long member, String reason) -> new Said("take_out", reason, null, null, null, member);
            case SendBack(long member, String reason) -> new Said("send_back", reason, null, null, null, member);
            case Bin bin -> new Said("bin", null, null, null, null, null);
            case Restore restore -> new Said("restore", null, null, null, null, null);
        };
    }

    /**
     * Two changes can leave an item with the same value, so that only their order tells them apart.
     *
     * @return the kinds of which that is so; none if a change is known by what it left
     */
    default Set<String> leavesSameValueAs() {
        return switch (this) {
            case Answers answers -> Set.of("answers", "another");
            case Another another -> Set.of("answers", "another");
            case Order order -> Set.of("order");
            case Need need -> Set.of("skills");
            case Exclude exclude -> Set.of();
            case Include include -> Set.of();
            case Gold gold -> Set.of();
            case TakeOut out -> Set.of();
            case SendBack back -> Set.of();
            case Bin bin -> Set.of();
            case Restore restore -> Set.of();
        };
    }

    /** @return whose answers it is about; null for all others */
    default @Nullable Long ofMember() {
        return said().member();
    }

    /** @throws Problem change_unknown, reason_missing, out_of_range, order_unknown, skills_invalid */
    static ItemChange of(Said said) {
        return switch (said.kind()) {
            case "exclude" -> new Exclude(reason(said.reason(), "an exclusion needs a reason"));
            case "include" -> new Include();
            case "answers" -> new Answers(wanted(said.answers()));
            case "order" -> new Order(band(said.order()));
            case "skills" -> new Need(Skills.of(said.skills()));
            case "gold" -> new Gold();
            case "bin" -> new Bin();
            case "restore" -> new Restore();
            case "another" -> new Another();
            case "take_out" ->
                new TakeOut(member(said.member()), reason(said.reason(), "taking answers out needs a reason"));
            case "send_back" ->
                new SendBack(member(said.member()), reason(said.reason(), "sending items back needs a reason"));
            default ->
                throw Problem.invalid(
                        "change_unknown",
                        "kind",
                        "'" + said.kind() + "' is no change to items",
                        "use exclude, include, answers, another, order, skills, gold, bin, restore, take_out or send_back");
        };
    }

    private static String reason(@Nullable String reason, String missing) {
        if (reason == null || VisibleText.isInvisible(reason)) {
            throw Problem.invalid("reason_missing", "reason", missing, "say in a few words why");
        }
        return reason.strip();
    }

    private static long member(@Nullable Long member) {
        if (member == null) {
            throw Problem.invalid("member_missing", "member", "it is not said whose answers", "send a member's number");
        }
        return member;
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
