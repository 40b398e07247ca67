<#-- Waiting page of a running registration: the page of the required action flowshield-pending.
     flowshieldState: phase of the saga
     flowshieldReason: why it is held or withdrawn, a code; may be empty
     flowshieldStatusUrl: address of its state as JSON, signed; without it the page does not poll
     flowshieldEmail: masked address, may be missing
     Without script the page loads itself again and has a button; with it the list follows the saga and,
     at the end, posts the form so that the login goes on. -->
<#import "template.ftl" as layout>
<#import "flowshield-parts.ftl" as parts>
<#assign phase = flowshieldState!"FRAUD_CHECK">
<#assign withdrawn = phase == "COMPENSATED" || phase == "COMPENSATING">
<#assign ready = phase == "FINALISED">
<@layout.registrationLayout displayMessage=false; section>
  <#if section = "header">
    <span id="flowshield-title"><#if withdrawn>${msg("flowshield.pending.withdrawnTitle")}<#elseif ready>${msg("flowshield.pending.readyTitle")}<#else>${msg("flowshield.pending.title")}</#if></span>
  <#elseif section = "form">
    <@parts.styles/>
    <div id="flowshield-pending" class="flowshield" data-phase="${phase}" data-status-url="${flowshieldStatusUrl!}"
         data-title-ready="${msg("flowshield.pending.readyTitle")}" data-title-withdrawn="${msg("flowshield.pending.withdrawnTitle")}"
         data-offline="${msg("flowshield.pending.offline")}">
      <div role="status" aria-live="polite" aria-atomic="true">
        <p id="flowshield-message">${parts.phaseText(phase)}</p>
        <p id="flowshield-reason"<#if !flowshieldReason?has_content> hidden</#if>><#if flowshieldReason?has_content>${parts.userReason(flowshieldReason)}</#if></p>
      </div>
      <#if flowshieldEmail?has_content>
        <p id="flowshield-mail"<#if phase != "AWAITING_EMAIL"> hidden</#if>>${msg("flowshield.pending.mailSent", flowshieldEmail)}</p>
      </#if>
      <@parts.progress phase=phase/>
      <#if !withdrawn && !ready>
        <p id="flowshield-intro">${msg("flowshield.pending.intro")}</p>
        <noscript><meta http-equiv="refresh" content="15"></noscript>
      </#if>
      <#if phase != "COMPENSATED">
        <form id="flowshield-continue" action="${url.loginAction}" method="post">
          <button id="flowshield-refresh" type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!}"><#if ready>${msg("flowshield.pending.continue")}<#else>${msg("flowshield.pending.refresh")}</#if></button>
        </form>
      </#if>
      <#if url.loginRestartFlowUrl?has_content>
        <p id="flowshield-again"<#if phase != "COMPENSATED"> hidden</#if>><a href="${url.loginRestartFlowUrl}">${msg("flowshield.pending.startAgain")}</a></p>
      </#if>
    </div>
    <script type="module" src="${url.resourcesPath}/js/flowshield-pending.js"></script>
  </#if>
</@layout.registrationLayout>
