package dev.cupel.server.talk;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Members named in a text: {@code @{12}} stands for the member of number 12, whatever they are called by the time it is read. */
final class Mentions {
    private static final Pattern MENTION = Pattern.compile("@\\{(\\d{1,18})\\}");

    private Mentions() {}

    /** @return numbers of members, in the order in which they are named first */
    static Set<Long> of(String text) {
        Set<Long> members = new LinkedHashSet<>();
        Matcher mention = MENTION.matcher(text);
        while (mention.find()) {
            members.add(Long.parseLong(mention.group(1)));
        }
        return members;
    }

    /** @return the text with another number in the place of each; 0 stands for somebody who is not told */
    static String renumbered(String text, LongFunction<Long> number) {
        return MENTION.matcher(text).replaceAll(found -> "@{" + number.apply(Long.parseLong(found.group(1))) + "}");
    }
}
