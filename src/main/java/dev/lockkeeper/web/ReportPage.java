package dev.lockkeeper.web;

import dev.lockkeeper.api.RunReports;
import dev.lockkeeper.security.CurrentPerson;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The report of one run, made to be printed. */
@Controller
class ReportPage {

    private final RunReports reports;
    private final CurrentPerson current;

    ReportPage(RunReports reports, CurrentPerson current) {
        this.reports = reports;
        this.current = current;
    }

    /** @param verified whether the whole chain is verified for it */
    @GetMapping("/runs/{id}/report")
    String show(@PathVariable long id, @RequestParam(defaultValue = "false") boolean verified, Model model) {
        model.addAttribute("report", reports.of(id, verified, current.get()));
        return "pages/run-report";
    }
}
