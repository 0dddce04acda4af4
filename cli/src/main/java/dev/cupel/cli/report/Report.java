package dev.cupel.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a command found.
 *
 * @param key the command
 * @param file as the user named it
 * @param title what it is about, in front of the file's name
 * @param headline how much there was to go by
 * @param lead how it was gone about; may be empty
 * @param origin version, options and seed, for whoever wants the same again
 * @param entries by the keys that programs rely on, in their order
 * @param cards the few figures to see first
 * @param sections the same for people, in the order of reading
 */
public record Report(
        String key,
        String file,
        String title,
        String headline,
        String lead,
        String origin,
        SequencedMap<String, Entry> entries,
        List<Card> cards,
        List<Section> sections) {
    /** @param path keys of an entry with dots between, such as {@code votes.tasks} */
    record Card(String path, String meaning) {}

    public static Report of(String key, String file, String title) {
        return new Report(key, file, title, "", "", "", new LinkedHashMap<>(), List.of(), List.of());
    }

    /** How much there was, how it was gone about, and what it takes to get the same again; each may be empty. */
    public Report headed(String newHeadline, String newLead, String newOrigin) {
        return new Report(key, file, title, newHeadline, newLead, newOrigin, entries, cards, sections);
    }

    public Report with(String entryKey, Entry entry) {
        LinkedHashMap<String, Entry> more = new LinkedHashMap<>(entries);
        more.put(entryKey, entry);
        return new Report(key, file, title, headline, lead, origin, more, cards, sections);
    }

    /** A figure that is an entry already, to be seen first. */
    public Report card(String path, String meaning) {
        List<Card> more = new ArrayList<>(cards);
        more.add(new Card(path, meaning));
        return new Report(key, file, title, headline, lead, origin, entries, more, sections);
    }

    public Report section(String heading, SectionPart... parts) {
        List<Section> more = new ArrayList<>(sections);
        more.add(new Section(heading, List.of(parts)));
        return new Report(key, file, title, headline, lead, origin, entries, cards, more);
    }

    public Report section(Sentences sentences) {
        return section(sentences.kind().title(), sentences);
    }

    /** The cell of an entry. */
    public Cell at(String path) {
        Entry found = null;
        Map<String, Entry> here = entries;
        for (String step : path.split("\\.", -1)) {
            found = here.get(step);
            here = new LinkedHashMap<>();
            if (found instanceof Facts facts) {
                for (Facts.Fact fact : facts.all()) {
                    here.put(fact.key(), fact.value());
                }
            }
        }
        if (found instanceof Cell cell) {
            return cell;
        }
        throw new IllegalArgumentException("no figure at " + path);
    }
}
