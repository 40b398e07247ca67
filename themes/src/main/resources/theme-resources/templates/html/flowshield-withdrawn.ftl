<#-- Tells that a registration was undone. Subject: flowshield.mail.withdrawn.subject
     flowshieldReason: code, may be empty; link: the page that shows its state, may be missing. -->
<#import "template.ftl" as layout>
<#import "/flowshield-mail-parts.ftl" as parts>
<@layout.emailLayout>
  <p>${parts.greeting()}</p>
  <p>${msg("flowshield.mail.withdrawn.intro", realmName)}</p>
  <#if flowshieldReason?has_content>
    <p>${msg("flowshield.mail.withdrawn.reason")} ${parts.userReason(flowshieldReason)}</p>
  </#if>
  <#if link?has_content>
    <p><a href="${link}" rel="nofollow">${msg("flowshield.status.title")}</a></p>
  </#if>
  <p>${msg("flowshield.mail.withdrawn.again")}</p>
</@layout.emailLayout>
