package dev.cupel.server.job;

import dev.cupel.server.platform.web.Access;
import java.util.regex.Pattern;

/**
 * A kind of long work, as the handler that does it registers it.
 *
 * @param name small letters and dashes, at most 40; stored with each job and told to people and programs
 * @param lane what it spends its time on
 * @param watchers the lowest level, among those who belong to a job's owner, that may look at it
 * @param inTurn whether jobs of this kind with one owner wait for each other
 */
public record JobKind(String name, Lane lane, Access.Level watchers, boolean inTurn) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z-]{0,39}");

    public JobKind {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a kind of job: " + name);
        }
    }

    public JobKind(String name, Lane lane, Access.Level watchers) {
        this(name, lane, watchers, false);
    }
}
