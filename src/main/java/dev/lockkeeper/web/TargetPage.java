package dev.lockkeeper.web;

import dev.lockkeeper.Paged;
import dev.lockkeeper.audit.AuditLog;
import dev.lockkeeper.audit.AuditQuery;
import dev.lockkeeper.audit.AuditRecord;
import dev.lockkeeper.catalog.Policies;
import dev.lockkeeper.run.Run;
import dev.lockkeeper.run.Runs;
import dev.lockkeeper.security.CurrentPerson;
import dev.lockkeeper.security.Person;
import dev.lockkeeper.target.Target;
import dev.lockkeeper.target.TargetPolicy;
import dev.lockkeeper.target.Targets;
import dev.lockkeeper.target.Window;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** One target, as far as the store knows it. What only the target itself can say comes afterwards: {@link TargetParts}. */
@Controller
class TargetPage {
    private static final int RUNS = 10;
    private static final int CHANGES = 8;

    private final Targets targets;
    private final Runs runs;
    private final Policies policies;
    private final AuditLog log;
    private final CurrentPerson current;
    private final JsonMapper json;

    TargetPage(Targets targets, Runs runs, Policies policies, AuditLog log, CurrentPerson current, JsonMapper json) {
        this.targets = targets;
        this.runs = runs;
        this.policies = policies;
        this.log = log;
        this.current = current;
        this.json = json;
    }

    @GetMapping("/targets/{name}")
    String show(@PathVariable String name, @RequestParam(required = false) @Nullable String after, Model model) {
        Person person = current.get();
        Target target = targets.get(name, person);
        String cursor = Forms.blankToNull(after);
        Paged<Run> page = runs.list(null, name, null, RUNS, cursor, person);
        model.addAttribute("target", target);
        model.addAttribute("reader", TargetReader.of(person, target));
        model.addAttribute("rows", page.items().stream().map(RunRow::of).toList());
        model.addAttribute("after", page.after());
        model.addAttribute("first", cursor == null);
        model.addAttribute("strip", WindowStrip.of(Window.of(target), Instant.now(), LocaleContextHolder.getLocale()));
        model.addAttribute("locale", LocaleContextHolder.getLocale());
        model.addAttribute("policy", TargetPolicy.of(target));
        model.addAttribute(
                "approvals", policies.of(target.environment()).approvals().words());
        model.addAttribute("changes", AuditPages.mayRead(person) ? changes(name) : null);
        return "pages/target";
    }

    private List<AuditLine> changes(String name) {
        List<AuditRecord> records =
                log.find(AuditQuery.about("target:" + name), null, CHANGES).items();
        return records.stream().map(record -> AuditLine.of(record, json)).toList();
    }
}
