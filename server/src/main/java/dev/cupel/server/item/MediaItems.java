package dev.cupel.server.item;

import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Schema;
import dev.cupel.server.media.MediaUses;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Projects;
import java.sql.Array;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What items and uploaded files have to do with each other: names stand in fields that the schema shows as files. */
@Component
class MediaItems implements MediaUses {
    private static final int EXAMPLES = 10;

    /** Whatever stands in such a field; what looks like the address of a page is no name. */
    private static final String SHOWN = """
            shown as materialized (
                select distinct normalize(i.fields ->> f.field) as name
                from item i cross join unnest(:fields::text[]) as f (field)
                where i.project_id = :project and jsonb_typeof(i.fields -> f.field) = 'string'
            )
            """;

    /**
     * @param files names that were uploaded
     * @param withoutItem of these, how many no item shows
     * @param missing names that items show and nobody has uploaded
     * @param missingNames the first of them
     * @param addresses foreign addresses in their place, which are not shown
     */
    record MediaUse(long files, long withoutItem, long missing, List<String> missingNames, long addresses) {}

    private final JdbcClient sql;
    private final Projects projects;
    private final Settlement settlement;

    MediaItems(JdbcClient sql, Projects projects, Settlement settlement) {
        this.sql = sql;
        this.projects = projects;
        this.settlement = settlement;
    }

    /** Reads all items of the project; asked on a screen of its own and at the end of an import. */
    MediaUse use(long project) {
        return sql.sql("with " + SHOWN + """
                , missing as (
                    select s.name from shown s
                    where s.name !~* '^https?://'
                      and not exists (select 1 from media_name m where m.project_id = :project and m.name = s.name)
                )
                select (select count(*) from media_name where project_id = :project) as files,
                       (select count(*) from media_name m where m.project_id = :project
                            and not exists (select 1 from shown s where s.name = m.name)) as without_item,
                       (select count(*) from missing) as missing,
                       (select array_agg(name) from (select name from missing order by name limit :examples) m) as names,
                       (select count(*) from shown where name ~* '^https?://') as addresses
                """)
                .param("project", project)
                .param("fields", fields(projects.schema(project).schema()))
                .param("examples", EXAMPLES)
                .query((row, number) -> {
                    Array names = row.getArray("names");
                    return new MediaUse(
                            row.getLong("files"),
                            row.getLong("without_item"),
                            row.getLong("missing"),
                            names == null ? List.of() : List.of((String[]) names.getArray()),
                            row.getLong("addresses"));
                })
                .single();
    }

    @Override
    public long itemsShowing(long project, String name) {
        return sql.sql("""
                select count(*) from item i
                where i.project_id = :project and exists (
                    select 1 from unnest(:fields::text[]) as f (field) where normalize(i.fields ->> f.field) = :name)
                """)
                .param("project", project)
                .param("fields", fields(projects.schema(project).schema()))
                .param("name", name)
                .query(Long.class)
                .single();
    }

    /**
     * Adds an item, with the name as its key, for each file that no item shows.
     *
     * @return how many
     * @throws Problem media_items_unfit if an item needs more than one file
     */
    @Transactional
    long addForFiles(long project) {
        String field = onlyField(projects.schema(project).schema());
        settlement.hold(project);
        return sql.sql("with " + SHOWN + """
                , added as (
                    insert into item (project_id, key, fields, words)
                    select m.project_id, m.name, jsonb_build_object(:field::text, m.name),
                           strip(to_tsvector('simple', m.name || ' ' || m.name))
                    from media_name m
                    where m.project_id = :project and not exists (select 1 from shown s where s.name = m.name)
                    order by m.name
                    on conflict (project_id, key) do nothing
                    returning id, project_id
                ), state as (
                    insert into item_state (item_id, project_id) select id, project_id from added order by id
                )
                select count(*) from added
                """)
                .param("project", project)
                .param("fields", new String[] {field})
                .param("field", field)
                .query(Long.class)
                .single();
    }

    static boolean showsFiles(Schema schema) {
        return fields(schema).length > 0;
    }

    private static String[] fields(Schema schema) {
        return schema.inputs().stream()
                .filter(input -> input instanceof Input.Media)
                .map(Input::field)
                .distinct()
                .toArray(String[]::new);
    }

    /** The one field that an item must have here, and that shows a file. */
    private static String onlyField(Schema schema) {
        List<String> all = schema.inputs().stream().map(Input::field).distinct().toList();
        String[] files = fields(schema);
        if (files.length == 0) {
            throw unfit("No input of the schema shows images.", "Add an input of the type image to the schema.");
        }
        if (all.size() > 1) {
            throw unfit(
                    "Labelers are shown more than one field of an item: " + String.join(", ", all) + ".",
                    "Import a table with a row for each item, with the names of its images in it.");
        }
        return files[0];
    }

    private static Problem unfit(String what, String fix) {
        return Problem.of(HttpStatus.CONFLICT, "media_items_unfit", what, fix);
    }
}
