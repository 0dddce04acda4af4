package dev.cupel.server.project;

import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Problem;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What people are good at, and what items ask for: words that a project chooses, such as a language or a field. */
public final class Skills {
    private static final int MOST = 50;
    private static final int LONGEST = 60;

    private Skills() {}

    /**
     * @return each once, in order, without blanks around
     * @throws Problem skills_invalid
     */
    public static List<String> of(@Nullable List<@Nullable String> given) {
        if (given == null) {
            throw invalid("the list is missing", "send a list of words, or []");
        }
        TreeSet<String> skills = new TreeSet<>();
        for (String skill : given) {
            if (skill == null || VisibleText.isInvisible(skill) || skill.strip().length() > LONGEST) {
                throw invalid("one is empty or too long", "use 1 to " + LONGEST + " characters");
            }
            skills.add(skill.strip());
        }
        if (skills.size() > MOST) {
            throw invalid("there are over " + MOST, "name fewer");
        }
        return List.copyOf(skills);
    }

    private static Problem invalid(String what, String fix) {
        return Problem.invalid("skills_invalid", "skills", what, fix);
    }
}
