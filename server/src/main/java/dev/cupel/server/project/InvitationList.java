package dev.cupel.server.project;

import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * People to be invited, as a pasted list or a file names them: a line for each, with their address or name and, in a second column, their
 * role. Columns stand apart by commas, semicolons or tabs; quotes keep one inside a cell. A first line that only names the columns is left out.
 *
 * @param invited in the order of the list; only as good as {@code problems} is empty
 * @param problems every one of the list, each with its line
 */
record InvitationList(List<Invited> invited, List<Problem.Detail> problems) {
    static final int MOST = 500;
    private static final int MOST_NAME = 200;
    private static final Set<String> HEADS =
            Set.of("address", "email", "e-mail", "mail", "name", "person", "who", "adresse", "wer");

    /** @param line in the list, from 1 */
    record Invited(int line, String who, Role role) {
        /** Two spellings of one address or name. */
        String key() {
            return who.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param usual for lines that name no role
     * @param owners whether owners may be invited
     */
    static InvitationList read(String text, Role usual, boolean owners) {
        List<Invited> invited = new ArrayList<>();
        List<Problem.Detail> problems = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        String[] all = text.split("\\R", -1);
        char separator = separator(all);
        boolean first = true;
        for (int i = 0; i < all.length; i++) {
            String where = "line " + (i + 1);
            List<String> cells = cells(i == 0 ? all[i].replaceFirst("^\uFEFF", "") : all[i], separator);
            if (cells.stream().allMatch(VisibleText::isInvisible)) {
                continue;
            }
            boolean head = first && HEADS.contains(cells.getFirst().toLowerCase(Locale.ROOT));
            first = false;
            if (head) {
                continue;
            }
            int found = problems.size();
            String who = cells.getFirst();
            if (VisibleText.isInvisible(who)) {
                problems.add(new Problem.Detail(where, "nobody is named", "write an address or a name first"));
            } else if (who.length() > MOST_NAME) {
                problems.add(new Problem.Detail(
                        where, "the name has over " + MOST_NAME + " characters", "use a shorter one"));
            }
            if (cells.size() > 2 && !cells.subList(2, cells.size()).stream().allMatch(String::isEmpty)) {
                problems.add(new Problem.Detail(
                        where,
                        "has " + cells.size() + " columns",
                        "write the address or name, then the role; put a name with a comma in quotes"));
            }
            String named = cells.size() < 2 ? "" : cells.get(1);
            Optional<Role> role = named.isEmpty() ? Optional.of(usual) : role(named);
            if (role.isEmpty()) {
                problems.add(new Problem.Detail(
                        where, "'" + named + "' is no role", "write labeler, reviewer, manager or owner"));
            } else if (role.get() == Role.OWNER && !owners) {
                problems.add(new Problem.Detail(where, "only owners invite owners", "name another role"));
            }
            if (problems.size() == found && role.isPresent()) {
                Invited one = new Invited(i + 1, who, role.get());
                Integer before = lines.putIfAbsent(one.key(), i + 1);
                if (before != null) {
                    problems.add(new Problem.Detail(
                            where, "'" + who + "' stands in line " + before + " already", "keep one of the two"));
                }
                invited.add(one);
            }
        }
        if (invited.isEmpty() && problems.isEmpty()) {
            problems.add(new Problem.Detail("list", "nobody is named", "write a line for each person"));
        }
        if (invited.size() > MOST) {
            problems.add(new Problem.Detail(
                    "list",
                    "names " + invited.size() + " people; at most " + MOST + " are invited at once",
                    "split it into several lists"));
        }
        return new InvitationList(List.copyOf(invited), List.copyOf(problems));
    }

    private static Optional<Role> role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.json().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** What the first line that has one stands apart by. */
    private static char separator(String[] lines) {
        for (String line : lines) {
            for (char candidate : new char[] {'\t', ';', ','}) {
                if (cells(line, candidate).size() > 1) {
                    return candidate;
                }
            }
        }
        return ',';
    }

    private static List<String> cells(String line, char separator) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"' && (quoted || cell.toString().isBlank())) {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
