<#-- Asks again. Subject: flowshield.mail.reminder.subject
     link: where to confirm; linkExpiration: how long it works, in minutes, may be missing;
     flowshieldParagraph: plain text that the worker had generated, may be missing. -->
<#import "template.ftl" as layout>
<#import "/flowshield-mail-parts.ftl" as parts>
<@layout.emailLayout>
  <p>${parts.greeting()}</p>
  <p>${msg("flowshield.mail.reminder.intro", realmName)}</p>
  <p><a href="${link}" rel="nofollow">${msg("flowshield.mail.verify.button")}</a></p>
  <#if linkExpiration??>
    <p>${msg("flowshield.mail.reminder.expiry", parts.hours(linkExpiration)?c)}</p>
  </#if>
  <#if flowshieldParagraph?has_content>
    <p>${flowshieldParagraph}</p>
  </#if>
  <p>${msg("flowshield.mail.linkHint")}<br>${link}</p>
  <p>${msg("flowshield.mail.notYou")}</p>
</@layout.emailLayout>
